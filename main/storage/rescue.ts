import Database from 'better-sqlite3';

const tables = { outbox: 'place', drafts: 'owner, request_id', uploads: 'id' } as const;

/**
 * Takes over what can still be read of a damaged pending file: row by row, forwards until something cannot be read,
 * then backwards from the end. Answers how many rows that were.
 */
export function rescue(damaged: string, into: Database.Database, nativeBinding: string | undefined): number {
  let source: Database.Database;
  try {
    source = new Database(damaged, nativeBinding === undefined ? {} : { nativeBinding });
  } catch {
    // Not even recognisable as a database: the file itself stays where it was set aside.
    return 0;
  }
  try {
    return Object.entries(tables).reduce((sum, [table, order]) => sum + takeOver(source, into, table, order), 0);
  } finally {
    source.close();
  }
}

function takeOver(source: Database.Database, into: Database.Database, table: string, order: string): number {
  const columns = (into.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  let taken = 0;
  for (const direction of ['ASC', 'DESC']) {
    const by = order.replaceAll(/\w+/g, (column) => `${column} ${direction}`);
    try {
      for (const row of source.prepare(`SELECT * FROM ${table} ORDER BY ${by}`).iterate()) {
        taken += insert.run(row as Record<string, unknown>).changes;
      }
      return taken;
    } catch {
      // The damage begins here; the other end may still be readable.
    }
  }
  return taken;
}
