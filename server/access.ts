import type { Entry } from '../protocol/entries.ts';
import { refuse, type Result } from '../protocol/errors.ts';
import type { RequestId, TechnicianId } from '../protocol/ids.ts';
import { objection, type RequestAction } from '../protocol/lifecycle.ts';
import type { Role, Scope } from '../protocol/technicians.ts';
import type { Notice } from '../protocol/model.ts';
import type { Reader, RequestSight, StoredRequest } from './store/store.ts';

/** A signed-in technician, as far as access goes. */
export type TechnicianActor = { kind: 'technician'; id: TechnicianId; role: Role; scope: Scope };

/** Whether a technician with this scope may see a request: company access, and for one that nobody has, being Available (spec 1). */
export function isVisible(request: Omit<RequestSight, 'id'>, scope: Scope): boolean {
  if (!scope.companies.includes(request.companyId)) return false;
  return request.assigneeId !== null || request.closedAt !== null || scope.available;
}

/** Whether the technician may see an entry; what belongs to a request is seen with it (`request` is what is known of it). */
export function isEntryVisible(entry: Entry, request: RequestSight | null, scope: Scope): boolean {
  switch (entry.kind) {
    case 'technician':
    case 'saved-reply':
    case 'expert-client':
      return true;
    case 'company':
      return scope.companies.includes(entry.row.id);
    case 'notice':
      return isNoticeVisible(entry.row, scope);
    case 'gone':
      return false;
    default:
      return request !== null && isVisible(request, scope);
  }
}

/** The request if the technician may see it; otherwise `not-found`, the same as for one that does not exist. */
export async function findRequest(tx: Reader, actor: TechnicianActor, id: RequestId): Promise<Result<StoredRequest>> {
  const request = await tx.request(id);
  return request !== null && isVisible(request, actor.scope) ? { ok: true, value: request } : refuse('not-found');
}

/** The request if the technician may do this to it now; otherwise why not. */
export async function allow(
  tx: Reader,
  actor: TechnicianActor,
  action: RequestAction,
  id: RequestId,
): Promise<Result<StoredRequest>> {
  const found = await findRequest(tx, actor, id);
  if (!found.ok) return found;
  const share = action.startsWith('screenShare.') ? await tx.latestScreenShare(id) : null;
  const code = objection(action, { ...found.value, screenShare: share?.state ?? null }, actor.id);
  if (code === null) return found;
  if (code !== 'already-assigned' || found.value.assigneeId === null) return refuse(code);
  const assignee = await tx.account(found.value.assigneeId);
  return refuse(code, { by: assignee?.name ?? '' });
}

/** Whether the technician may change a saved reply: his own, or any as an admin. All may use it. */
export const mayChangeReply = (actor: TechnicianActor, authorId: TechnicianId): boolean =>
  actor.role === 'admin' || authorId === actor.id;

/** Whether the technician may publish to all who wait at this company; null, all companies, is for admins. */
export const mayPublishTo = (actor: TechnicianActor, companyId: Scope['companies'][number] | null): boolean =>
  companyId === null ? actor.role === 'admin' : actor.scope.companies.includes(companyId);

/** Whether the technician is sent a notice. */
export const isNoticeVisible = ({ companyId }: Pick<Notice, 'companyId'>, scope: Scope): boolean =>
  companyId === null || scope.companies.includes(companyId);
