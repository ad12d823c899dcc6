import { ok, refuse, type Result } from '../protocol/errors.ts';
import type { RequestId, ScreenShareId } from '../protocol/ids.ts';
import { isScreenShareOpen } from '../protocol/lifecycle.ts';
import type { ScreenShare } from '../protocol/screen-share.ts';
import { findRequest, type TechnicianActor } from './access.ts';
import type { Reader } from './store/store.ts';

/** The technician's own open session; for one of a request out of sight `not-found`, as for one that does not exist. */
export async function findOwnScreenShare(
  tx: Reader,
  actor: TechnicianActor,
  id: ScreenShareId,
): Promise<Result<ScreenShare>> {
  const share = await tx.screenShare(id);
  const found = share === null ? refuse('not-found') : await findRequest(tx, actor, share.requestId);
  if (share === null || !found.ok) return refuse('not-found');
  if (share.technicianId !== actor.id || found.value.assigneeId !== actor.id) return refuse('not-assigned-to-you');
  return isScreenShareOpen(share.state) ? ok(share) : refuse('no-screen-share');
}

/** An open session of the customer's own request; of any other `not-found`. */
export async function findCustomersScreenShare(
  tx: Reader,
  actor: { request: RequestId | null },
  id: ScreenShareId,
): Promise<Result<ScreenShare>> {
  const share = actor.request === null ? null : await tx.screenShare(id);
  if (share === null || share.requestId !== actor.request) return refuse('not-found');
  return isScreenShareOpen(share.state) ? ok(share) : refuse('no-screen-share');
}
