import { ok, refuse } from '../../protocol/errors.ts';
import { allow } from '../access.ts';
import { backToQueue } from './back-to-queue.ts';
import { newMessage } from '../notify/queue.ts';
import type { StoredRequest } from '../store/store.ts';
import { addEvent, addLine, type CommandContext, type ConsoleHandler } from './context.ts';
import { endScreenShareOf } from './screen-share-end.ts';

/** Takes a New request: compare-and-set, so of many who try exactly one wins and the others learn who did. */
export const assign: ConsoleHandler<'request.assign'> = async (context, { id }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'request.assign', id);
  if (!found.ok) return found;
  await addEvent(context, id, { type: 'assigned', technicianId: actor.id });
  const exposed = { exposedAt: tx.nextPosition() };
  const mine = { assigneeId: actor.id, assignedAt: now, joinedAt: null, handover: null };
  const request = await tx.putRequest({ ...found.value, ...exposed, ...mine });
  await tx.dropCall(id);
  return ok({ position: request.position });
};

/** Gives a request back: New for everybody, also after the chat began or ended. */
export const unassign: ConsoleHandler<'request.unassign'> = async (context, { id }) => {
  const found = await allow(context.tx, context.actor, 'request.unassign', id);
  if (!found.ok) return found;
  return ok({ position: (await backToQueue(context, found.value, 'by-technician')).position });
};

/** Completed: leaves My support requests for good. An open chat ends with it. */
export const close: ConsoleHandler<'request.close'> = async (context, { id }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'request.close', id);
  if (!found.ok) return found;
  await endScreenShareOf(context, id);
  if (found.value.chat === 'joined') await addEvent(context, id, { type: 'ended', technicianId: actor.id });
  await addEvent(context, id, { type: 'closed', technicianId: actor.id });
  const request = await tx.putRequest({
    ...found.value,
    chat: found.value.chat === 'joined' ? 'ended' : found.value.chat,
    handover: null,
    closedAt: now,
    closedById: actor.id,
  });
  await mailTranscript(context, request);
  return ok({ position: request.position });
};

/** The whole conversation to its customer, where the portal is set so. */
async function mailTranscript(
  { tx, now, newId }: Pick<CommandContext, 'tx' | 'now' | 'newId'>,
  { id, portalId }: StoredRequest,
): Promise<void> {
  if ((await tx.portalById(portalId))?.transcript !== true) return;
  await tx.putOutgoing(newMessage(newId(), 'email', { kind: 'transcript', requestId: id }, now));
}

/** A new open request that carries the closed one on; the old log stays where it is and is shown above. */
export const reopen: ConsoleHandler<'request.reopen'> = async (context, { id }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'request.reopen', id);
  if (!found.ok) return found;
  const old = found.value;
  const reopened = await tx.putRequest({
    ...old,
    id: await tx.nextRequestId(),
    createdAt: now,
    assigneeId: null,
    assignedAt: null,
    chat: 'none',
    handover: null,
    firstAnsweredAt: null,
    closedAt: null,
    closedById: null,
    reopenedFrom: old.id,
    reopenedAs: null,
    rating: null,
    exposedAt: null,
    withdrawnAt: null,
    joinedAt: null,
  });
  await tx.putCall({ position: reopened.position, requestId: reopened.id, since: now });
  await tx.movePushSubscriptions(old.id, reopened.id);
  await addEvent(context, reopened.id, { type: 'reopened', technicianId: actor.id, from: old.id });
  const { position } = await tx.putRequest({ ...old, reopenedAs: reopened.id });
  return ok({ position, id: reopened.id });
};

/** To the queue: at once back to New. To a technician: an offer, which only somebody who can be reached gets (spec 8.7). */
export const transfer: ConsoleHandler<'request.transfer'> = async (context, { id, to, note }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'request.transfer', id);
  if (!found.ok) return found;
  if (note.trim() !== '') {
    const author = { kind: 'technician', id: actor.id } as const;
    await addLine(context, id, author, { kind: 'note', text: note });
  }
  if (to.kind === 'queue') {
    return ok({ position: (await backToQueue(context, found.value, 'to-queue')).position });
  }
  const receivers = await tx.accountsOf(found.value.companyId);
  const isReceiver = to.id !== actor.id && receivers.some((account) => account.id === to.id);
  if (!isReceiver || !(await context.isReachable(to.id))) return refuse('technician-not-reachable');
  await addEvent(context, id, { type: 'handover-offered', fromId: actor.id, toId: to.id });
  const handover = { fromId: actor.id, toId: to.id, note, at: now };
  return ok({ position: (await tx.putRequest({ ...found.value, handover })).position });
};
