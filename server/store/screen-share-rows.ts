import type Database from 'better-sqlite3';
import type { Entry } from '../../protocol/entries.ts';
import type { ExpertClient } from '../../protocol/expert-client.ts';
import type { Position } from '../../protocol/ids.ts';
import type { ScreenShare } from '../../protocol/screen-share.ts';
import type { ScreenShareReads, ScreenShareWrites } from './screen-share-store.ts';

// Screen-share sessions and expert clients in SQLite.

type Row = Record<string, unknown>;

export const screenShareOf = (row: Row): ScreenShare =>
  ({
    id: row['id'],
    requestId: row['request_id'],
    position: row['position'],
    technicianId: row['technician_id'],
    client: JSON.parse(String(row['client'])),
    state: row['state'],
    code: row['code'],
    launch: row['launch'],
    requestedAt: row['requested_at'],
    promptedAt: row['prompted_at'],
    acceptedAt: row['accepted_at'],
    activeAt: row['active_at'],
    endedAt: row['ended_at'],
    why: row['why'],
  }) as ScreenShare;

export const expertClientOf = (row: Row): ExpertClient =>
  ({ ...JSON.parse(String(row['doc'])), position: row['position'] }) as ExpertClient;

/** The tables of this file among those of the stream, each with how a row of it becomes an entry. */
export const streamedScreenShares: readonly { table: string; entry: (row: Row) => Entry }[] = [
  { table: 'screen_shares', entry: (row) => ({ kind: 'screen-share', row: screenShareOf(row) }) },
  { table: 'expert_clients', entry: (row) => ({ kind: 'expert-client', row: expertClientOf(row) }) },
];

/** Reads of sessions and clients, each with an index to go by. */
export function createScreenShareReads(db: Database.Database): ScreenShareReads {
  const query = <T>(sql: string, parse: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): T[] => statement.all(...values).map(parse);
  };
  const share = query('SELECT * FROM screen_shares WHERE id = ?', screenShareOf);
  const latest = query('SELECT * FROM screen_shares WHERE request_id = ? ORDER BY id DESC LIMIT 1', screenShareOf);
  const expertClient = query('SELECT * FROM expert_clients WHERE id = ?', expertClientOf);
  return {
    screenShare: (id) => share(id)[0] ?? null,
    latestScreenShare: (request) => latest(request)[0] ?? null,
    screenShares: query('SELECT * FROM screen_shares WHERE request_id = ? ORDER BY id', screenShareOf),
    screenSharesAsked: query(
      'SELECT * FROM screen_shares WHERE requested_at >= ? AND requested_at < ? ORDER BY requested_at, id',
      screenShareOf,
    ),
    openScreenShares: query(
      "SELECT * FROM screen_shares WHERE state IN ('requested', 'accepted', 'active')",
      screenShareOf,
    ),
    expertClient: (id) => expertClient(id)[0] ?? null,
    expertClients: query("SELECT * FROM expert_clients ORDER BY doc ->> 'name', id", expertClientOf),
  };
}

/** Writes of sessions and clients. `next` hands out positions, `tell` notes what changed. */
export function createScreenShareWrites(
  db: Database.Database,
  next: () => Position,
  tell: (entry: Entry) => void,
): ScreenShareWrites {
  const putShare = db.prepare(
    `INSERT INTO screen_shares (id, position, request_id, technician_id, client, state, code, launch, requested_at,
       prompted_at, accepted_at, active_at, ended_at, why)
     VALUES (@id, @position, @requestId, @technicianId, @client, @state, @code, @launch, @requestedAt, @promptedAt,
       @acceptedAt, @activeAt, @endedAt, @why)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, state = excluded.state, code = excluded.code,
       launch = excluded.launch, requested_at = excluded.requested_at, prompted_at = excluded.prompted_at,
       accepted_at = excluded.accepted_at, active_at = excluded.active_at, ended_at = excluded.ended_at,
       why = excluded.why`,
  );
  const putClient = db.prepare(
    `INSERT INTO expert_clients (id, position, doc) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc`,
  );
  return {
    putScreenShare: (row) => {
      const share = { ...row, position: next() };
      putShare.run({ ...share, client: JSON.stringify(share.client) });
      tell({ kind: 'screen-share', row: share });
      return share;
    },
    putExpertClient: (row) => {
      const position = next();
      putClient.run(row.id, position, JSON.stringify(row));
      const client = { ...row, position };
      tell({ kind: 'expert-client', row: client });
      return client;
    },
  };
}
