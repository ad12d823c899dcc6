import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { inspectDatabase, type Contents } from './inspect.ts';

const firstRequests = 1_000;
/** So much is left out when nobody can tell what was given out since the backup: numbers of requests, and positions. */
const unknownRequests = 1_000;
const unknownPositions = 1_000_000_000;

const files = ['relay.db', 'relay.db-wal', 'relay.db-shm'];

export type Restored = {
  contents: Contents;
  /** Where the data that was there lies now; null if there was none. */
  aside: string | null;
  /** Number that the next request gets. */
  nextRequestId: number;
};

/**
 * Puts the database `from`, which was inspected and found whole, in the place of the folder's; the caller holds the
 * folder. What was there is kept aside under a name with this `stamp`.
 *
 * Numbers of requests and positions that were given out after the backup are not given out again: a customer's link
 * opens the request of its number, and a console asks for what came after the position it holds.
 */
export async function restoreDatabase(
  folder: string,
  from: string,
  contents: Contents,
  stamp: string,
): Promise<Restored> {
  const target = path.join(folder, 'relay.db');
  const incoming = path.join(folder, 'relay.db.incoming');
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(incoming + suffix, { force: true });
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(incoming, { progress: () => 0x7fff_ffff });
  } finally {
    source.close();
  }
  chmodSync(incoming, 0o600);
  const floors = floorsAbove(contents, target);
  beginAnew(incoming, floors);
  const aside = existsSync(target) ? `${target}.${stamp}` : null;
  for (const name of files) {
    const file = path.join(folder, name);
    if (existsSync(file)) renameSync(file, path.join(folder, name.replace('relay.db', `relay.db.${stamp}`)));
  }
  renameSync(incoming, target);
  syncFolder(folder);
  return { contents, aside, nextRequestId: floors.request + 1 };
}

type Floors = { head: number; request: number };

/** What was given out for sure, or may have been where what is there now can't be read. */
function floorsAbove({ head, lastRequestId }: Contents, present: string): Floors {
  const found = inspectDatabase(present);
  if (found.kind === 'whole') {
    const now = found.contents;
    return { head: Math.max(head, now.head) + 1, request: Math.max(lastRequestId, now.lastRequestId, firstRequests) };
  }
  return { head: head + unknownPositions, request: Math.max(lastRequestId, firstRequests) + unknownRequests };
}

/** From here on it is another course of events than the one that the consoles' caches are copies of. */
function beginAnew(file: string, { head, request }: Floors): void {
  const db = new Database(file);
  db.pragma('journal_mode = DELETE');
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  db.transaction(() => {
    put.run('head', String(head));
    put.run('request-floor', String(request));
    put.run('history', newHistory());
    tellNobody(db);
  })();
  db.close();
}

/** What waited to be told when the backup was made was told since, or is no news any more. Older backups know no messages. */
function tellNobody(db: Database.Database): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'outgoing'").get() === undefined) return;
  db.exec(`
    UPDATE outgoing SET state = 'withdrawn', ended_at = created_at WHERE ended_at IS NULL;
    UPDATE answers SET since = NULL WHERE since IS NOT NULL;
    UPDATE reach SET told_to = (SELECT coalesce(max(position), 0) FROM calls);
  `);
}

/** Names a course of events: positions of one say nothing about another. */
export const newHistory = (): string => randomBytes(9).toString('base64url');

function syncFolder(folder: string): void {
  // Windows can't open a folder; it writes names through by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
