import type Database from 'better-sqlite3';
import type { Position } from '../../protocol/ids.ts';
import type { ReachManners } from '../../protocol/reach.ts';
import type { Call, Outgoing, ReachReads, ReachWrites, StoredReach, WaitingAnswer } from './reach-store.ts';

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
const numberOf = (row: Row): number => Number(row['n']);

/** Reads of what waits to be told, each with an index to go by. */
export function createReachReads(db: Database.Database): ReachReads {
  const query = <T>(sql: string, parse: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): T[] => statement.all(...values).map(parse);
  };
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
    reachBehind: query(
      'SELECT * FROM reach WHERE is_on = 1 AND told_to < (SELECT coalesce(max(position), 0) FROM calls)',
      reachOf,
    ),
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
