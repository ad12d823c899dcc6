import path from 'node:path';
import Database from 'better-sqlite3';

/** How many rows each table of a relay's data has, and its head: what a refusal must not change. */
export function countRows(folder: string): Record<string, number> {
  const db = new Database(path.join(folder, 'relay.db'), { readonly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    const counts = tables.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]);
    const head = Number(db.prepare("SELECT value FROM meta WHERE key = 'head'").pluck().get());
    return { ...(Object.fromEntries(counts) as Record<string, number>), head };
  } finally {
    db.close();
  }
}
