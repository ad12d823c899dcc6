import type { ChatEvent } from '../../protocol/model.ts';
import type { StoredRequest } from '../store/store.ts';
import { addEvent, type CommandContext } from './context.ts';
import { endScreenShareOf } from './screen-share-end.ts';

/**
 * The request as nobody's again: New for everybody who may see it, its log kept. Who was in the chat leaves it before
 * the customer's eyes. Somebody may be asked by name to take it.
 */
export async function backToQueue(
  context: Pick<CommandContext, 'tx' | 'now' | 'newId'>,
  request: StoredRequest,
  reason: Extract<ChatEvent, { type: 'unassigned' }>['reason'],
  handover: StoredRequest['handover'] = null,
): Promise<StoredRequest> {
  const { tx, now } = context;
  const { id, assigneeId, chat } = request;
  if (assigneeId === null) throw new Error('only what somebody has can go back');
  await endScreenShareOf(context, id);
  if (chat === 'joined') await addEvent(context, id, { type: 'ended', technicianId: assigneeId });
  await addEvent(context, id, { type: 'unassigned', technicianId: assigneeId, reason });
  const back = await tx.putRequest({
    ...request,
    assigneeId: null,
    assignedAt: null,
    joinedAt: null,
    chat: chat === 'joined' ? 'ended' : chat,
    handover,
    withdrawnAt: tx.nextPosition(),
  });
  await tx.putCall({ position: back.position, requestId: id, since: now });
  return back;
}
