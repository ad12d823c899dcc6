import type { ListPage, ListWindow } from '../../preload/list-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { statuses } from '../../protocol/lifecycle.ts';
import type { Overlay } from './overlay.ts';
import type { Row, Statements } from './statements.ts';

/** What each column sorts by, and the index that has it; ties go by id, so that windows never overlap. */
const orders: Readonly<Record<ListWindow['sort']['column'], { by: string; index: string }>> = {
  id: { by: 'id', index: 'requests_by_id' },
  created: { by: 'id', index: 'requests_by_id' },
  customer: { by: 'customer COLLATE NOCASE', index: 'requests_by_customer' },
  company: { by: 'company COLLATE NOCASE', index: 'requests_by_company' },
  subject: { by: 'subject COLLATE NOCASE', index: 'requests_by_subject' },
  status: { by: 'status', index: 'requests_by_status' },
  assignee: { by: 'assignee COLLATE NOCASE', index: 'requests_by_assignee' },
  device: { by: 'device', index: 'requests_by_device' },
  waiting: {
    by: 'CASE WHEN status = 2 THEN 9000000000000000 ELSE coalesce(waiting_since, 9000000000000000) END',
    index: 'requests_by_waiting',
  },
};

const orderBy = ({ column, descending }: ListWindow['sort'], reversed = false): string => {
  const direction = descending === reversed ? 'ASC' : 'DESC';
  const { by } = orders[column];
  return by === 'id' ? `id ${direction}` : `${by} ${direction}, id ${direction}`;
};

/** Rows under a filter as they are on screen: those of the cache, but for the ones that unsettled commands moved. */
function condition(filter: ListWindow['filter'], overlay: Overlay): { sql: string; values: Record<string, string> } {
  if (filter === 'all') return { sql: 'TRUE', values: {} };
  const status = `status = ${statuses.indexOf(filter)}`;
  if (overlay.statuses.size === 0) return { sql: status, values: {} };
  const moved = [...overlay.statuses.keys()];
  const here = moved.filter((id) => overlay.statuses.get(id) === filter);
  return {
    sql: `(${status} AND id NOT IN (SELECT value FROM json_each(@away)) OR id IN (SELECT value FROM json_each(@here)))`,
    values: { away: JSON.stringify(moved), here: JSON.stringify(here) },
  };
}

/**
 * The index to walk along: that of the filter where few rows pass it, otherwise that of the order. Along the filter's each
 * row has to be fetched to be sorted, which takes a hundred times as long as to pass one along the order's.
 */
function indexFor({ filter, sort }: ListWindow, overlay: Overlay, counts: ListPage['counts']): string {
  const { by, index } = orders[sort.column];
  if (filter === 'all' || overlay.statuses.size > 0) return index;
  // By waiting time the open ones come first.
  const isAmongOpen = sort.column === 'waiting' && !sort.descending && filter !== 'completed';
  const among = isAmongOpen ? counts.new + counts.active : counts.all;
  return by === 'id' || by === 'status' || counts[filter] * 100 < among ? 'requests_by_status' : index;
}

/** The query of a window of a list, of which there are so many rows by status. Windows of the far half are counted from the end. */
export function windowQuery(window: ListWindow, overlay: Overlay, counts: ListPage['counts']) {
  const { offset, sort } = window;
  const total = counts[window.filter];
  const limit = Math.max(0, Math.min(window.limit, total - offset));
  const reversed = offset > total / 2;
  const { sql, values } = condition(window.filter, overlay);
  return {
    sql: `SELECT * FROM requests WHERE id IN (
            SELECT id FROM requests INDEXED BY ${indexFor(window, overlay, counts)} WHERE ${sql}
             ORDER BY ${orderBy(sort, reversed)} LIMIT @limit OFFSET @offset)
          ORDER BY ${orderBy(sort)}`,
    values: { ...values, limit, offset: reversed ? total - offset - limit : offset },
  };
}

/** Of these requests those that are under the filter, in the list's order. */
export function orderFound(cache: Statements, window: ListWindow, overlay: Overlay, ids: readonly RequestId[]) {
  const { sql, values } = condition(window.filter, overlay);
  // Number and status are all it takes then: the rows themselves lie far apart.
  const index = orders[window.sort.column].by === 'id' ? 'INDEXED BY requests_by_id' : '';
  return cache
    .many(
      `SELECT requests.id FROM json_each(@found) AS found CROSS JOIN requests ${index} ON requests.id = found.value
        WHERE ${sql.replaceAll(/\bid\b/g, 'requests.id')} ORDER BY ${orderBy(window.sort).replaceAll(/\bid\b/g, 'requests.id')}`,
      { ...values, found: JSON.stringify(ids) },
    )
    .map((row) => row['id'] as RequestId);
}

/** Whole rows, in the order of the ids. */
export function readRows(cache: Statements, ids: readonly RequestId[]): Row[] {
  return ids.map((id) => cache.one('SELECT * FROM requests WHERE id = ?', id)).filter((row) => row !== undefined);
}
