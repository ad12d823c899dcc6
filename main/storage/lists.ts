import type {
  Counts,
  ListPage,
  ListRow,
  ListWindow,
  MineRow,
  RequestDetails,
  RequestRow,
} from '../../preload/contract.ts';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statuses, type Status } from '../../protocol/lifecycle.ts';
import type { Notice, SupportRequest } from '../../protocol/model.ts';
import { refusedOf, type Outbox } from './outbox.ts';
import { overlayOf, type Overlay } from './overlay.ts';
import { search, snippetOf, type Found } from './search.ts';
import type { Row, Statements } from './statements.ts';

/** How each column sorts; ties go by id, so that windows never overlap. */
const orders: Readonly<Record<ListWindow['sort']['column'], string>> = {
  id: 'id',
  created: 'id',
  customer: 'customer COLLATE NOCASE',
  company: 'company COLLATE NOCASE',
  subject: 'subject COLLATE NOCASE',
  status: 'status',
  assignee: 'assignee COLLATE NOCASE',
  device: 'device',
  waiting: 'coalesce(waiting_since, 9e15)',
};

/** Lists, counts and details as the page shows them: the cache's rows under what is on its way. */
export function createLists(cache: Statements, outbox: Outbox, me: () => TechnicianId | null) {
  const overlay = (): Overlay => overlayOf(outbox.readWaiting(null));

  /** Messages of the customer after my read cursor: the one definition of unread. */
  function unreadOf(id: RequestId, { read }: Overlay): number {
    const cursor = cache.one('SELECT read FROM cursors WHERE request_id = ? AND reader = ?', id, me());
    const seen = Math.max(Number(cursor?.['read'] ?? 0), read.get(id) ?? 0);
    const row = cache.one(
      "SELECT count(*) AS n FROM messages WHERE request_id = ? AND seq > ? AND author_kind = 'customer'",
      id,
      seen,
    );
    return Number(row?.['n'] ?? 0);
  }

  function rowOf(row: Row, now: Overlay): RequestRow {
    const request = JSON.parse(String(row['doc'])) as SupportRequest;
    const changed = now.statuses.get(request.id);
    const isMine =
      request.assigneeId !== null && request.assigneeId === me() && changed === undefined && row['status'] === 1;
    return {
      id: request.id,
      customerName: request.customer.name,
      companyName: String(row['company']),
      subject: request.subject,
      status: changed ?? statuses[Number(row['status'])] ?? 'new',
      assigneeId: changed === 'new' ? null : request.assigneeId,
      assigneeName: request.assigneeId === null || changed === 'new' ? null : String(row['assignee']),
      device: request.source.device,
      os: request.source.os,
      osName: request.source.osName,
      createdAt: request.createdAt,
      waitingSince: row['status'] === 2 || changed === 'completed' ? null : (row['waiting_since'] as number | null),
      leftMessage: request.leftMessage,
      unread: isMine ? unreadOf(request.id, now) : 0,
    };
  }

  /** Ids whose status on screen is not the cache's, and those of them that belong under the filter. */
  function moved(now: Overlay, filter: ListWindow['filter']): { away: string; here: string } {
    const ids = [...now.statuses.keys()];
    const here = ids.filter((id) => filter === 'all' || now.statuses.get(id) === filter);
    return { away: JSON.stringify(ids), here: JSON.stringify(here) };
  }

  function readList({ filter, search: searched, sort, offset, limit }: ListWindow): ListPage {
    const now = overlay();
    const found = searched.trim() === '' ? null : search(cache, searched);
    const { away, here } = moved(now, filter);
    const direction = sort.descending ? 'DESC' : 'ASC';
    const status = filter === 'all' ? '' : `status = ${statuses.indexOf(filter as Status)} AND`;
    const order = orders[sort.column];
    const by = order === 'id' ? `id ${direction}` : `${order} ${direction}, id ${direction}`;
    const among = found === null ? '' : 'AND id IN (SELECT value FROM json_each(@found))';
    const statusOrMoved =
      now.statuses.size === 0
        ? `${status} TRUE`
        : `((${status} id NOT IN (SELECT value FROM json_each(@away))) OR id IN (SELECT value FROM json_each(@here)))`;
    const values = { away, here, found: JSON.stringify(found?.ids ?? []), limit, offset };
    const rows = cache.many(
      `SELECT * FROM requests WHERE id IN (SELECT id FROM requests WHERE ${statusOrMoved} ${among} ORDER BY ${by} LIMIT @limit OFFSET @offset)
        ORDER BY ${by}`,
      values,
    );
    const total =
      found === null
        ? totalOf(filter, now)
        : Number(cache.one(`SELECT count(*) AS n FROM requests WHERE ${statusOrMoved} ${among}`, values)?.['n'] ?? 0);
    return {
      rows: rows.map((row) => ({ ...rowOf(row, now), snippet: snippet(row, found, searched) }) satisfies ListRow),
      offset,
      total,
    };
  }

  function snippet(row: Row, found: Found | null, searched: string): string | null {
    const position = found?.snippets.get(row['id'] as RequestId);
    if (position === undefined) return null;
    return snippetOf(
      String(cache.one('SELECT body FROM messages WHERE position = ?', position)?.['body'] ?? ''),
      searched,
    );
  }

  function countsOf(now: Overlay): Record<Status, number> {
    const counts: Record<Status, number> = { new: 0, active: 0, completed: 0 };
    for (const row of cache.many('SELECT status, count(*) AS n FROM requests GROUP BY status')) {
      counts[statuses[Number(row['status'])] ?? 'new'] = Number(row['n']);
    }
    for (const [id, status] of now.statuses) {
      const before = cache.one('SELECT status FROM requests WHERE id = ?', id);
      if (before === undefined) continue;
      counts[statuses[Number(before['status'])] ?? 'new'] -= 1;
      counts[status] += 1;
    }
    return counts;
  }
  function totalOf(filter: ListWindow['filter'], now: Overlay): number {
    const counts = countsOf(now);
    return filter === 'all' ? counts.new + counts.active + counts.completed : counts[filter];
  }

  function readMine(): MineRow[] {
    const now = overlay();
    const drafted = outbox.draftedRequests();
    const rows = cache.many(
      `SELECT * FROM requests WHERE (assignee_id = ? AND status = 1) OR (handover_to = ? AND status = 1) ORDER BY id`,
      me(),
      me(),
    );
    return rows
      .filter((row) => !now.statuses.has(row['id'] as RequestId))
      .map((row) => {
        const request = JSON.parse(String(row['doc'])) as SupportRequest;
        const last = cache.one(
          "SELECT body FROM messages WHERE request_id = ? AND kind = 'text' ORDER BY seq DESC LIMIT 1",
          request.id,
        );
        const isOffer = request.assigneeId !== me();
        return {
          ...rowOf(row, now),
          takenAt: isOffer ? null : request.assignedAt,
          offeredBy: isOffer ? String(row['assignee']) : null,
          lastMessage: last === undefined ? null : String(last['body']).slice(0, 200),
          draft: drafted.has(request.id),
        };
      });
  }

  return {
    readList,
    readMine,
    readCounts: (): Counts => {
      const now = overlay();
      const counts = countsOf(now);
      const mine = cache
        .many('SELECT id FROM requests WHERE assignee_id = ? AND status = 1', me())
        .map((row) => row['id'] as RequestId)
        .filter((id) => !now.statuses.has(id));
      const unread = mine.reduce((sum, id) => sum + unreadOf(id, now), 0);
      return { ...counts, all: counts.new + counts.active + counts.completed, unread };
    },
    readRequest: (id: RequestId): RequestDetails | null => {
      const row = cache.one('SELECT * FROM requests WHERE id = ?', id);
      if (row === undefined) return null;
      const request = JSON.parse(String(row['doc'])) as SupportRequest;
      const nameOf = (technician: string | undefined): string | null =>
        technician === undefined
          ? null
          : String(cache.one('SELECT name FROM technicians WHERE id = ?', technician)?.['name'] ?? '');
      const earlier = cache.many(
        'SELECT id, subject, status, created_at FROM requests WHERE email = ? AND company_id = ? AND id <> ? ORDER BY id DESC LIMIT 20',
        request.customer.email,
        request.companyId,
        id,
      );
      const notices = cache
        .many('SELECT doc FROM notices')
        .map((notice) => JSON.parse(String(notice['doc'])) as Notice)
        .filter(
          ({ endedAt, companyId }) => endedAt === null && (companyId === null || companyId === request.companyId),
        );
      return {
        row: rowOf(row, overlay()),
        request,
        handoverFrom: nameOf(request.handover?.fromId),
        handoverTo: nameOf(request.handover?.toId),
        refused: outbox
          .readWaiting(id)
          .filter((command) => command.state === 'refused')
          .map(refusedOf),
        earlier: earlier.map((other) => ({
          id: other['id'] as RequestId,
          subject: String(other['subject']),
          status: statuses[Number(other['status'])] ?? 'new',
          createdAt: Number(other['created_at']),
        })),
        notices,
      };
    },
  };
}
