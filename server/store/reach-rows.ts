import type Database from 'better-sqlite3';
import type { Position } from '../../protocol/ids.ts';
import type { ReachManners } from '../../protocol/reach.ts';
import type { Call, News, Outgoing, ReachReads, ReachWrites, StoredReach, WaitingAnswer } from './reach-store.ts';

type Row = Record<string, unknown>;

const callOf = (row: Row): Call =>
  ({ position: row['position'], requestId: row['request_id'], since: row['since'] }) as Call;
export const reachOf = (row: Row): StoredReach =>
  ({
    technicianId: row['technician_id'],
    method: row['method'],
    on: row['is_on'] === 1,
    address: row['address'],
    afterMinutes: row['after_minutes'],
    shape: row['shape'],
    toldTo: row['told_to'],
    nextAt: row['next_at'],
  }) as StoredReach;
const answerOf = (row: Row): WaitingAnswer =>
  ({
    requestId: row['request_id'],
    since: row['since'],
    mailedAt: row['mailed_at'],
    mailedSeq: row['mailed_seq'],
  }) as WaitingAnswer;
const outgoingOf = (row: Row): Outgoing =>
  ({
    id: row['id'],
    method: row['method'],
    about: JSON.parse(String(row['about'])),
    state: row['state'],
    attempts: row['attempts'],
    nextAt: row['next_at'],
    createdAt: row['created_at'],
    endedAt: row['ended_at'],
    reason: row['reason'],
  }) as Outgoing;
const newsOf = (row: Row): News => row as News;

const toldMark = (kind: News['kind']): string =>
  `coalesce((SELECT mark FROM told WHERE technician_id = @technician AND method = @method
      AND request_id = requests.id AND kind = '${kind}'), 0)`;
/** A customer's message that counts as unread (spec 8.4), as consoles count. */
const words = "request_id = requests.id AND author_kind = 'customer' AND kind IN ('text', 'file')";
const readUpTo = 'coalesce((SELECT read FROM cursors WHERE request_id = requests.id AND reader = @technician), 0)';
const unreadNews = `
  SELECT requests.id AS requestId, 'message' AS kind, first.seq AS "from", max(first.at, assigned_at) AS since,
      (SELECT seq FROM messages WHERE ${words} AND seq >= first.seq ORDER BY seq DESC LIMIT 1) AS "to"
    FROM requests JOIN messages AS first ON first.request_id = requests.id AND first.seq =
      (SELECT seq FROM messages WHERE ${words} AND seq > max(${readUpTo}, ${toldMark('message')}) ORDER BY seq LIMIT 1)
    WHERE closed_at IS NULL AND assignee_id = @technician`;
const offeredNews = `
  SELECT id AS requestId, 'offer' AS kind, handover ->> 'at' AS "from", handover ->> 'at' AS "to",
      handover ->> 'at' AS since
    FROM requests WHERE handover IS NOT NULL AND json_extract(handover, '$.toId') = @technician
      AND closed_at IS NULL AND handover ->> 'at' > ${toldMark('offer')}`;

const numberOf = (row: Row): number => Number(row['n']);

/** Reads of what waits to be told, each with an index to go by. */
export function createReachReads(db: Database.Database): ReachReads {
  const query = <T>(sql: string, parse: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): T[] => statement.all(...values).map(parse);
  };
  const unread = query(unreadNews, newsOf);
  const offers = query(offeredNews, newsOf);
  const call = query('SELECT * FROM calls WHERE request_id = ?', callOf);
  const lastCall = query('SELECT coalesce(max(position), 0) AS n FROM calls', numberOf);
  const manners = query(
    'SELECT manners FROM reach_manners WHERE technician_id = ?',
    (row) => JSON.parse(String(row['manners'])) as ReachManners,
  );
  const answer = query('SELECT * FROM answers WHERE request_id = ?', answerOf);
  const outgoing = query('SELECT * FROM outgoing WHERE id = ?', outgoingOf);
  const open = query(
    `SELECT (SELECT count(*) FROM outgoing WHERE state = 'waiting')
          + (SELECT count(*) FROM outgoing WHERE state = 'sending') AS n`,
    numberOf,
  );
  return {
    call: (request) => call(request)[0] ?? null,
    callsAfter: query('SELECT * FROM calls WHERE position > ? ORDER BY position LIMIT ?', callOf),
    lastCall: () => (lastCall()[0] ?? 0) as Position,
    reachOf: query('SELECT * FROM reach WHERE technician_id = ?', reachOf),
    reachOn: query('SELECT * FROM reach WHERE is_on = 1', reachOf),
    news: (technician, method) => [...unread({ technician, method }), ...offers({ technician, method })],
    manners: (technician) => manners(technician)[0] ?? null,
    answer: (request) => answer(request)[0] ?? null,
    answersSince: query(
      'SELECT * FROM answers WHERE since IS NOT NULL AND since <= ? ORDER BY since LIMIT ?',
      answerOf,
    ),
    outgoing: (id) => outgoing(id)[0] ?? null,
    outgoingDue: query(
      "SELECT * FROM outgoing WHERE state = 'waiting' AND method = ? AND next_at <= ? ORDER BY next_at LIMIT ?",
      outgoingOf,
    ),
    outgoingUnderWay: query("SELECT * FROM outgoing WHERE state = 'sending' ORDER BY id", outgoingOf),
    outgoingOpen: () => open()[0] ?? 0,
  };
}

/** Writes of what waits to be told. `run` does a statement of the transaction under way. */
export const createReachWrites = (run: (sql: string, ...values: unknown[]) => void): ReachWrites => ({
  putCall: ({ position, requestId, since }) =>
    run(
      `INSERT INTO calls (position, request_id, since) VALUES (?, ?, ?)
       ON CONFLICT (request_id) DO UPDATE SET position = excluded.position, since = excluded.since`,
      position,
      requestId,
      since,
    ),
  dropCall: (request) => run('DELETE FROM calls WHERE request_id = ?', request),
  putReach: (row) =>
    run(
      `INSERT INTO reach (technician_id, method, is_on, address, after_minutes, shape, told_to, next_at)
       VALUES (@technicianId, @method, @on, @address, @afterMinutes, @shape, @toldTo, @nextAt)
       ON CONFLICT (technician_id, method) DO UPDATE SET is_on = excluded.is_on, address = excluded.address,
         after_minutes = excluded.after_minutes, shape = excluded.shape, told_to = excluded.told_to,
         next_at = excluded.next_at`,
      { ...row, on: Number(row.on) },
    ),
  putTold: (technician, method, news) => {
    for (const { requestId, kind, mark } of news)
      run('INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)', technician, method, requestId, kind, mark);
    run(
      `DELETE FROM told WHERE technician_id = @technician AND method = @method AND NOT EXISTS (
         SELECT 1 FROM requests WHERE id = request_id AND closed_at IS NULL AND CASE kind
           WHEN 'message' THEN assignee_id = @technician ELSE handover ->> 'toId' = @technician END)`,
      { technician, method },
    );
  },
  putManners: (technician, manners) =>
    run('INSERT OR REPLACE INTO reach_manners VALUES (?, ?)', technician, JSON.stringify(manners)),
  noteAnswer: (request, at) =>
    run(
      `INSERT INTO answers (request_id, since, mailed_at, mailed_seq) VALUES (?, ?, NULL, 0)
       ON CONFLICT (request_id) DO UPDATE SET since = excluded.since WHERE since IS NULL`,
      request,
      at,
    ),
  putAnswered: (row) =>
    run(
      'UPDATE answers SET since = @since, mailed_at = @mailedAt, mailed_seq = @mailedSeq WHERE request_id = @requestId',
      row,
    ),
  putOutgoing: (row) =>
    run(
      `INSERT INTO outgoing (id, method, about, state, attempts, next_at, created_at, ended_at, reason)
       VALUES (@id, @method, @about, @state, @attempts, @nextAt, @createdAt, @endedAt, @reason)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
         next_at = excluded.next_at, ended_at = excluded.ended_at, reason = excluded.reason`,
      { ...row, about: JSON.stringify(row.about) },
    ),
});
