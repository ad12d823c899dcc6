import type Database from 'better-sqlite3';
import { sql as first } from './migrations/0010-first.ts';

/** In order, never edited once released; a new one is added at the end, numbered in tens. */
const migrations: readonly { number: number; sql: string }[] = [{ number: 10, sql: first }];

/** Brings the database to the newest shape in one transaction; refuses one that a newer relay has written. */
export function migrate(db: Database.Database): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.number ?? 0;
  if (current > newest) {
    throw new Error(`The data is of a newer Sportello (shape ${current}); this one knows shapes up to ${newest}.`);
  }
  db.transaction(() => {
    db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID');
    for (const { number, sql } of migrations) {
      if (number <= current) continue;
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    }
  }).immediate();
}
