import type Database from 'better-sqlite3';
import type { Profile, ProfileDelivery, ProfileReads, ProfileWrites } from './profile-store.ts';

type Row = Record<string, unknown>;

export const profileOf = (row: Row): Profile =>
  ({
    id: row['id'],
    kind: row['kind'],
    name: row['name'],
    description: row['description'],
    organization: row['organization'],
    suits: JSON.parse(String(row['suits'])),
    companies: row['companies'] === null ? null : JSON.parse(row['companies'] as string),
    createdAt: row['created_at'],
    removedAt: row['removed_at'],
  }) as Profile;

export const profileDeliveryOf = (row: Row): ProfileDelivery =>
  ({
    id: row['id'],
    requestId: row['request_id'],
    profileId: row['profile_id'],
    system: row['system'],
    deliveredAt: row['delivered_at'],
    expiresAt: row['expires_at'],
    fetchedAt: row['fetched_at'],
  }) as ProfileDelivery;

/** Reads of profiles and of their deliveries, each with an index to go by. */
export function createProfileReads(db: Database.Database): ProfileReads {
  const query = <T>(sql: string, parse: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): T[] => statement.all(...values).map(parse);
  };
  const profile = query('SELECT * FROM profiles WHERE id = ?', (row) => ({
    ...profileOf(row),
    sealed: row['sealed'] as Buffer | null,
  }));
  const delivery = query('SELECT * FROM profile_deliveries WHERE id = ?', profileDeliveryOf);
  return {
    profile: (id) => profile(id)[0] ?? null,
    profiles: query('SELECT * FROM profiles WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE', profileOf),
    profileDelivery: (id) => delivery(id)[0] ?? null,
  };
}

/** Writes of them. `run` does a statement of the transaction under way. */
export const createProfileWrites = (run: (sql: string, ...values: unknown[]) => void): ProfileWrites => ({
  addProfile: (row) =>
    run(
      `INSERT INTO profiles (id, kind, name, description, organization, suits, companies, sealed, created_at, removed_at)
       VALUES (@id, @kind, @name, @description, @organization, @suits, @companies, @sealed, @createdAt, @removedAt)`,
      {
        ...row,
        suits: JSON.stringify(row.suits),
        companies: row.companies === null ? null : JSON.stringify(row.companies),
      },
    ),
  removeProfile: (id, at) => run('UPDATE profiles SET sealed = NULL, removed_at = ? WHERE id = ?', at, id),
  putProfileDelivery: (row) =>
    run(
      `INSERT INTO profile_deliveries (id, request_id, profile_id, system, delivered_at, expires_at, fetched_at)
       VALUES (@id, @requestId, @profileId, @system, @deliveredAt, @expiresAt, @fetchedAt)
       ON CONFLICT (id) DO UPDATE SET fetched_at = excluded.fetched_at`,
      row,
    ),
});
