import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statuses } from '../../protocol/lifecycle.ts';
import type { Overlay } from './overlay.ts';
import type { Statements } from './statements.ts';
import { readUpTo } from './unread.ts';

/** How a request stands for this technician: whether what was told of it is still so. */
export type Standing = {
  id: RequestId;
  /** Nobody has it. */
  waits: boolean;
  /** A handover of it waits for my answer. */
  offered: boolean;
  /** It is mine, and I have read it up to here; null: it is not mine. */
  readUpTo: number | null;
};

/** Whether what was told of these requests is still so; of those not in the cache nothing is. */
export function readStanding(
  cache: Statements,
  me: TechnicianId | null,
  overlay: Overlay,
  ids: readonly RequestId[],
): Standing[] {
  return ids.map((id) => {
    const row = cache.one('SELECT status, assignee_id, handover_to FROM requests WHERE id = ?', id);
    // Whatever I have just done to it, it is no news to me any more.
    if (row === undefined || me === null || overlay.statuses.has(id)) {
      return { id, waits: false, offered: false, readUpTo: null };
    }
    const status = statuses[Number(row['status'])];
    const isMine = status === 'active' && row['assignee_id'] === me;
    return {
      id,
      waits: status === 'new',
      offered: status !== 'completed' && row['handover_to'] === me,
      readUpTo: isMine ? readUpTo(cache, me, id, overlay) : null,
    };
  });
}
