import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { Position, RequestId, Seq } from '../../protocol/ids.ts';
import type { ReadCursor } from '../../protocol/model.ts';
import { allow } from '../access.ts';
import type { Writer } from '../store/store.ts';
import { addEvent, addLine, type ConsoleHandler } from './context.ts';
import { endScreenShareOf } from './screen-share-end.ts';

/** Enters the chat: the customer is told that a technician has answered. */
export const join: ConsoleHandler<'chat.join'> = async (context, { id }) => {
  const { tx, actor, now } = context;
  const found = await allow(tx, actor, 'chat.join', id);
  if (!found.ok) return found;
  await addEvent(context, id, { type: 'joined', technicianId: actor.id });
  const firstAnsweredAt = found.value.firstAnsweredAt ?? now;
  const request = await tx.putRequest({
    ...found.value,
    chat: 'joined',
    firstAnsweredAt,
    joinedAt: found.value.joinedAt ?? now,
  });
  return ok({ position: request.position });
};

/** Leaves the chat on both sides; it can be joined again until the request is closed. */
export const end: ConsoleHandler<'chat.end'> = async (context, { id }) => {
  const { tx, actor } = context;
  const found = await allow(tx, actor, 'chat.end', id);
  if (!found.ok) return found;
  await endScreenShareOf(context, id);
  await addEvent(context, id, { type: 'ended', technicianId: actor.id });
  const request = await tx.putRequest({ ...found.value, chat: 'ended' });
  return ok({ position: request.position });
};

/** A text to the customer. */
export const send: ConsoleHandler<'chat.send'> = async (context, { id, text }) => {
  const { tx, actor } = context;
  const found = await allow(tx, actor, 'chat.send', id);
  if (!found.ok) return found;
  const author = { kind: 'technician', id: actor.id } as const;
  const message = await addLine(context, id, author, { kind: 'text', text }, context.id);
  return ok({ position: message.position, seq: message.seq });
};

/** An internal note: for technicians only, whoever has the request. */
export const note: ConsoleHandler<'chat.note'> = async (context, { id, text }) => {
  const { tx, actor } = context;
  const found = await allow(tx, actor, 'chat.note', id);
  if (!found.ok) return found;
  const author = { kind: 'technician', id: actor.id } as const;
  const message = await addLine(context, id, author, { kind: 'note', text }, context.id);
  return ok({ position: message.position, seq: message.seq });
};

/** Moves the technician's read cursor. */
export const read: ConsoleHandler<'chat.read'> = async ({ tx, actor }, { id, seq }) => {
  const found = await allow(tx, actor, 'chat.read', id);
  if (!found.ok) return found;
  return moveCursor(tx, id, actor.id, seq, seq);
};

/** Moves a reader's cursor forward, never back and never past the last message; `not-found` for a message there is not. */
export async function moveCursor(
  tx: Writer,
  id: RequestId,
  reader: ReadCursor['reader'],
  delivered: number,
  read: number,
): Promise<Result<{ position: Position }>> {
  const lastSeq = (await tx.activity(id))?.lastSeq ?? 0;
  if (delivered > lastSeq || read > lastSeq) return refuse('not-found');
  const before = (await tx.cursors(id)).find((cursor) => cursor.reader === reader);
  const moved = {
    requestId: id,
    reader,
    read: Math.max(read, before?.read ?? 0) as Seq,
    delivered: Math.max(delivered, read, before?.delivered ?? 0) as Seq,
  };
  if (before?.read === moved.read && before.delivered === moved.delivered) return ok({ position: before.position });
  return ok({ position: (await tx.putCursor(moved)).position });
}
