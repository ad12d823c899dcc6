import { ok } from '../../protocol/errors.ts';
import { allow } from '../access.ts';
import { addEvent, type ConsoleHandler } from './context.ts';
import { endScreenShareOf } from './screen-share-end.ts';

/** Takes the request over from the colleague who offered it, or had it before it went back to the queue. The chat has to be joined anew. */
export const accept: ConsoleHandler<'handover.accept'> = async (context, { id }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'handover.accept', id);
  if (!found.ok) return found;
  const { handover } = found.value;
  if (handover === null) throw new Error('an offer that may be accepted is there');
  await endScreenShareOf(context, id);
  await addEvent(context, id, { type: 'handed-over', fromId: handover.fromId, toId: actor.id });
  const request = await tx.putRequest({
    ...found.value,
    ...(found.value.assigneeId === null ? { exposedAt: tx.nextPosition() } : {}),
    handover: null,
    assigneeId: actor.id,
    assignedAt: now,
    joinedAt: null,
    chat: found.value.chat === 'joined' ? 'ended' : found.value.chat,
  });
  return ok({ position: request.position });
};

/** Leaves the request with the colleague who offered it. */
export const decline: ConsoleHandler<'handover.decline'> = async (context, { id }) => {
  const found = await allow(context.tx, context.actor, 'handover.decline', id);
  if (!found.ok) return found;
  const fromId = found.value.handover?.fromId ?? context.actor.id;
  await addEvent(context, id, { type: 'handover-declined', fromId, toId: context.actor.id });
  return ok({ position: (await context.tx.putRequest({ ...found.value, handover: null })).position });
};

/** Takes the own offer back. */
export const cancel: ConsoleHandler<'handover.cancel'> = async (context, { id }) => {
  const found = await allow(context.tx, context.actor, 'handover.cancel', id);
  if (!found.ok) return found;
  const toId = found.value.handover?.toId ?? context.actor.id;
  await addEvent(context, id, { type: 'handover-cancelled', fromId: context.actor.id, toId });
  return ok({ position: (await context.tx.putRequest({ ...found.value, handover: null })).position });
};
