import { ok, refuse } from '../../protocol/errors.ts';
import { mayChangeReply } from '../access.ts';
import type { ConsoleHandler } from './context.ts';

/** Writes a saved reply anew, or puts a new one down under the author's name. One that was deleted stays so. */
export const save: ConsoleHandler<'saved-reply.save'> = async ({ tx, actor }, { id, title, text }) => {
  const before = await tx.savedReply(id);
  if (before?.deletedAt != null) return refuse('not-found');
  if (before !== null && !mayChangeReply(actor, before.authorId)) return refuse('not-allowed');
  const authorId = before?.authorId ?? actor.id;
  const reply = await tx.putSavedReply({ id, authorId, title: title.trim(), text, deletedAt: null });
  return ok({ position: reply.position });
};

/** Takes a saved reply away from everybody. */
export const remove: ConsoleHandler<'saved-reply.delete'> = async ({ tx, actor, now }, { id }) => {
  const before = await tx.savedReply(id);
  if (before === null) return refuse('not-found');
  if (!mayChangeReply(actor, before.authorId)) return refuse('not-allowed');
  const reply = await tx.putSavedReply({ ...before, deletedAt: before.deletedAt ?? now });
  return ok({ position: reply.position });
};
