import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { Overlay } from './overlay.ts';
import type { Statements } from './statements.ts';

/** How far I have read a request: my cursor, or a read mark that is still on its way. A seq; 0 for nothing. */
export function readUpTo(cache: Statements, me: TechnicianId | null, id: RequestId, { read }: Overlay): number {
  const cursor = cache.one('SELECT read FROM cursors WHERE request_id = ? AND reader = ?', id, me);
  return Math.max(Number(cursor?.['read'] ?? 0), read.get(id) ?? 0);
}

/** Asks for the messages of the customer after a seq. */
export const unreadQuery =
  "SELECT count(*) AS n FROM messages WHERE request_id = ? AND seq > ? AND author_kind = 'customer' AND kind IN ('text', 'file')";

/** Messages of the customer after that: the one definition of unread, for lists, counts, tray and badge (spec 8.4). */
export function countUnread(cache: Statements, me: TechnicianId | null, id: RequestId, overlay: Overlay): number {
  const row = cache.one(unreadQuery, id, readUpTo(cache, me, id, overlay));
  return Number(row?.['n']);
}
