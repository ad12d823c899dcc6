import { beginning } from '../../i18n/shorten.ts';
import type { Counts, ListPage, ListWindow, MineRow, RequestRow } from '../../preload/list-contract.ts';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statuses, type Status } from '../../protocol/lifecycle.ts';
import type { SupportRequest } from '../../protocol/model.ts';
import type { StatusCounts } from './counts.ts';
import { createDetails, technicianName } from './details.ts';
import { orderFound, readRows, windowQuery } from './list-window.ts';
import type { Outbox, Settling } from './outbox.ts';
import { overlayOf, type Overlay } from './overlay.ts';
import { search, snippetOf, wordsIn } from './search.ts';
import type { Row, Statements } from './statements.ts';
import { countUnread } from './unread.ts';

export type ListParts = {
  cache: Statements;
  statusCounts: Pick<StatusCounts, 'read'>;
  outbox: Outbox;
  settling: Settling;
  me: () => TechnicianId | null;
};

/** What lists ask, each with the index that answers it. Left to itself SQLite takes all Active requests for mine. */
export const listQueries = {
  mine: 'SELECT * FROM requests INDEXED BY requests_mine WHERE assignee_id = ? AND status = 1 ORDER BY id',
  offered: 'SELECT * FROM requests INDEXED BY requests_offered WHERE handover_to = ? AND status < 2',
  lastText:
    "SELECT kind, body FROM messages WHERE request_id = ? AND kind IN ('text', 'file') ORDER BY seq DESC LIMIT 1",
} as const;

const statusAt = (value: unknown): Status => statuses[Number(value)] ?? 'new';

/** Lists, counts and details as the page shows them: the cache's rows under what is on its way. */
export function createLists({ cache, statusCounts, outbox, settling, me }: ListParts) {
  const overlay = (): Overlay => overlayOf(outbox.readWaiting(null));

  function rowOf(row: Row, now: Overlay): RequestRow {
    const request = JSON.parse(String(row['doc'])) as SupportRequest;
    const moved = now.statuses.get(request.id);
    const status = moved ?? statusAt(row['status']);
    const assigneeId = moved === 'new' ? null : request.assigneeId;
    const isMine = status === 'active' && assigneeId !== null && assigneeId === me();
    return {
      id: request.id,
      customerName: request.customer.name,
      companyName: String(row['company']),
      subject: request.subject,
      status,
      assigneeId,
      assigneeName: assigneeId === null ? null : String(row['assignee']),
      device: request.source.device,
      os: request.source.os,
      osName: request.source.osName,
      createdAt: request.createdAt,
      waitingSince: status === 'completed' ? null : (row['waiting_since'] as number | null),
      leftMessage: request.leftMessage,
      unread: isMine ? countUnread(cache, me(), request.id, now) : 0,
    };
  }

  function countsOf(now: Overlay): ListPage['counts'] {
    const counts = { ...statusCounts.read() };
    for (const [id, status] of now.statuses) {
      const before = cache.one('SELECT status FROM requests WHERE id = ?', id);
      if (before === undefined) continue;
      counts[statusAt(before['status'])] -= 1;
      counts[status] += 1;
    }
    return { ...counts, all: counts.new + counts.active + counts.completed };
  }

  function readList(window: ListWindow): ListPage {
    return window.search.trim() === '' ? readPlain(window) : readFound(window);
  }

  function readPlain(window: ListWindow): ListPage {
    const now = overlay();
    const counts = countsOf(now);
    const total = counts[window.filter];
    const { sql, values } = windowQuery(window, now, counts);
    const rows = cache.many(sql, values).map((row) => ({ ...rowOf(row, now), snippet: null }));
    return { rows, offset: window.offset, total, counts };
  }

  function readFound(window: ListWindow): ListPage {
    const now = overlay();
    const { ids, lines } = search(cache, window.search);
    const ordered = orderFound(cache, window, now, ids);
    const rows = readRows(cache, ordered.slice(window.offset, window.offset + window.limit)).map((row) => {
      const line = lines.get(row['id'] as RequestId);
      const found =
        line === undefined ? undefined : cache.one('SELECT kind, body FROM messages WHERE position = ?', line);
      const snippet = found === undefined ? null : snippetOf(wordsIn(found), window.search);
      return { ...rowOf(row, now), snippet };
    });
    return { rows, offset: window.offset, total: ordered.length, counts: countsOf(now) };
  }

  /** Open requests that I have. */
  const mine = (now: Overlay): Row[] =>
    cache.many(listQueries.mine, me()).filter((row) => !now.statuses.has(row['id'] as RequestId));
  const offeredToMe = (): Row[] => cache.many(listQueries.offered, me());

  function readMine(): MineRow[] {
    const now = overlay();
    const drafted = settling.draftedRequests();
    return [...offeredToMe(), ...mine(now)].map((row) => {
      const shown = rowOf(row, now);
      const request = JSON.parse(String(row['doc'])) as SupportRequest;
      const isOffer = shown.assigneeId !== me();
      const last = cache.one(listQueries.lastText, shown.id);
      return {
        ...shown,
        takenAt: isOffer ? null : request.assignedAt,
        offeredBy: isOffer ? technicianName(cache, request.handover?.fromId) : null,
        lastMessage: last === undefined ? null : beginning(wordsIn(last), 200),
        draft: drafted.has(shown.id),
      };
    });
  }

  return {
    /** A window of Support requests. */
    readList,
    /** My support requests: handovers offered to me, then what I have, oldest first. */
    readMine,
    readCounts: (): Counts => {
      const now = overlay();
      const counts = countsOf(now);
      const unread = mine(now).reduce((sum, row) => sum + countUnread(cache, me(), row['id'] as RequestId, now), 0);
      return { ...counts, unread };
    },
    ...createDetails({ cache, outbox, rowOf: (row) => rowOf(row, overlay()) }),
  };
}
