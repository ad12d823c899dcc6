import type Database from 'better-sqlite3';
import type { PushReads, PushSubscription, PushWrites } from './push-store.ts';

type Row = Record<string, unknown>;

const subscriptionOf = (row: Row): PushSubscription =>
  ({
    id: row['id'],
    requestId: row['request_id'],
    under: row['under'],
    endpoint: row['endpoint'],
    p256dh: row['p256dh'],
    auth: row['auth'],
    createdAt: row['created_at'],
    since: row['since'],
    toldAt: row['told_at'],
    toldSeq: row['told_seq'],
  }) as PushSubscription;

/** Reads of the devices that are sent pushes, each with an index to go by. */
export function createPushReads(db: Database.Database): PushReads {
  const query = (sql: string) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): PushSubscription[] => statement.all(...values).map(subscriptionOf);
  };
  const one = query('SELECT * FROM push_subscriptions WHERE id = ?');
  return {
    pushSubscription: (id) => one(id)[0] ?? null,
    pushSubscriptions: query('SELECT * FROM push_subscriptions WHERE request_id = ? ORDER BY created_at, id'),
    pushesSince: query(
      'SELECT * FROM push_subscriptions WHERE since IS NOT NULL AND since <= ? ORDER BY since LIMIT ?',
    ),
  };
}

/** Writes of them. `run` does a statement of the transaction under way. */
export const createPushWrites = (run: (sql: string, ...values: unknown[]) => void): PushWrites => ({
  putPushSubscription: (row) =>
    run(
      `INSERT INTO push_subscriptions
         (id, request_id, under, endpoint, p256dh, auth, created_at, since, told_at, told_seq)
       VALUES (@id, @requestId, @under, @endpoint, @p256dh, @auth, @createdAt, @since, @toldAt, @toldSeq)
       ON CONFLICT (id) DO UPDATE SET under = excluded.under, p256dh = excluded.p256dh, auth = excluded.auth,
         since = excluded.since, told_at = excluded.told_at, told_seq = excluded.told_seq`,
      row,
    ),
  dropPushSubscription: (id) => run('DELETE FROM push_subscriptions WHERE id = ?', id),
  notePush: (request, at) =>
    run('UPDATE push_subscriptions SET since = ? WHERE request_id = ? AND since IS NULL', at, request),
  // Numbers of lines begin anew there.
  movePushSubscriptions: (from, to) =>
    run('UPDATE push_subscriptions SET request_id = ?, since = NULL, told_seq = 0 WHERE request_id = ?', to, from),
  forgetPushSubscriptions: (closedBefore, limit) =>
    run(
      `DELETE FROM push_subscriptions WHERE id IN (
         SELECT push_subscriptions.id FROM push_subscriptions JOIN requests ON requests.id = request_id
         WHERE closed_at < ? LIMIT ?)`,
      closedBefore,
      limit,
    ),
});
