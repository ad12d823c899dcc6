import type Database from 'better-sqlite3';
import { sql as first } from './migrations/0010-first.ts';
import { sql as answers } from './migrations/0020-answers.ts';
import { sql as files } from './migrations/0100-files.ts';
import { sql as screenShare } from './migrations/0300-screen-share.ts';
import { sql as reach } from './migrations/0400-reach.ts';
import { sql as absence } from './migrations/0410-absence.ts';
import { sql as screenShareReport } from './migrations/0420-screen-share-report.ts';
import { sql as news } from './migrations/0430-news.ts';
import { sql as push } from './migrations/0450-push.ts';
import { sql as profiles } from './migrations/0460-profiles.ts';

/** In order, never edited once released; a new one is added at the end, numbered in tens. */
const migrations: readonly { number: number; sql: string }[] = [
  { number: 10, sql: first },
  { number: 20, sql: answers },
  { number: 100, sql: files },
  { number: 300, sql: screenShare },
  { number: 400, sql: reach },
  { number: 410, sql: absence },
  { number: 420, sql: screenShareReport },
  { number: 430, sql: news },
  { number: 450, sql: push },
  { number: 460, sql: profiles },
];
export const newestShape = migrations.at(-1)?.number ?? 0;

/**
 * Brings the database to the newest shape (or to shape `newest`) in one transaction; refuses, by name, one that a
 * newer relay has written.
 */
export function migrate(db: Database.Database, newest: number = newestShape): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > newest) {
    throw new Error(`The data is of a newer Sportello (shape ${current}); this one knows shapes up to ${newest}.`);
  }
  db.transaction(() => {
    db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID');
    for (const { number, sql } of migrations) {
      if (number <= current || number > newest) continue;
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    }
  }).immediate();
}
