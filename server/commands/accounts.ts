import { ok, refuse } from '../../protocol/errors.ts';
import type { NoticeId } from '../../protocol/ids.ts';
import { isNoticeVisible, mayPublishTo } from '../access.ts';
import type { ConsoleHandler } from './context.ts';

/** Sets the technician's one availability, the same on all devices. */
export const setAvailable: ConsoleHandler<'availability.set'> = async ({ tx, actor }, { available }) => {
  await tx.setAvailable(actor.id, available);
  return ok({});
};

/** Ends a sign-in of one's own; its consoles are cut off. */
export const revoke: ConsoleHandler<'session.revoke'> = async ({ tx, actor }, { id }) => {
  const sessions = await tx.sessions(actor.id);
  if (!sessions.some((session) => session.id === id)) return refuse('not-found');
  await tx.deleteSession(id);
  return ok({});
};

/** Tells all who wait, of one company or of all. */
export const publishNotice: ConsoleHandler<'notice.publish'> = async (
  { tx, actor, now, newId },
  { companyId, text },
) => {
  if (!mayPublishTo(actor, companyId)) return refuse(companyId === null ? 'not-allowed' : 'not-found');
  const id = newId() as NoticeId;
  const notice = await tx.putNotice({ id, companyId, text, createdAt: now, endedAt: null });
  return ok({ position: notice.position, id });
};

/** Takes a notice down. */
export const endNotice: ConsoleHandler<'notice.end'> = async ({ tx, actor, now }, { id }) => {
  const notice = await tx.notice(id);
  if (notice === null || !isNoticeVisible(notice, actor.scope)) return refuse('not-found');
  if (!mayPublishTo(actor, notice.companyId)) return refuse('not-allowed');
  const ended = await tx.putNotice({ ...notice, endedAt: notice.endedAt ?? now });
  return ok({ position: ended.position });
};
