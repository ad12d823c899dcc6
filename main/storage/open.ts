import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { cacheMigrations } from './migrations/cache.ts';
import { pendingMigrations } from './migrations/pending.ts';

export type Migration = { number: number; sql: string };
export type OpenOptions = { folder: string; nativeBinding?: string | undefined; now: number };
/** What happened to the files when they were opened; the technician is told of what matters. */
export type Opened = {
  cache: Database.Database;
  pending: Database.Database;
  cacheSetAside: boolean;
  pendingSetAside: boolean;
};

/** A file that a newer console has written. */
class NewerShape extends Error {}

function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.number ?? 0;
  if (current > newest) throw new NewerShape(`${path.basename(db.name)} is of a newer Sportello (shape ${current}).`);
  db.transaction(() => {
    for (const { number, sql } of migrations) {
      if (number <= current) continue;
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    }
  }).immediate();
}

function openFile(
  file: string,
  migrations: readonly Migration[],
  options: OpenOptions,
  synchronous: 'NORMAL' | 'FULL',
): Database.Database {
  const binding = options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding };
  const db = new Database(file, { timeout: 5_000, ...binding });
  try {
    chmodSync(file, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    // What is deleted is overwritten: access taken away leaves nothing in free pages.
    db.pragma('secure_delete = ON');
    db.pragma('cache_size = -32768');
    if (existsSync(file) && db.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw new Error(`${file} is damaged`);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const suffixes = ['', '-wal', '-shm'];

/** Renames a file that cannot be used, with its companions, so that somebody may still look at it. */
function setAside(file: string, now: number): void {
  for (const suffix of suffixes) {
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.damaged-${now}${suffix}`);
  }
}

/**
 * Opens both files. A cache that is damaged, or of another shape, is replaced: the relay has everything in it. A
 * damaged pending file is set aside for rescue; one that a newer console wrote is refused by an error.
 */
export function openFiles(options: OpenOptions): Opened {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const cacheFile = path.join(options.folder, 'cache.db');
  const pendingFile = path.join(options.folder, 'pending.db');

  let pendingSetAside = false;
  let pending: Database.Database;
  try {
    pending = openFile(pendingFile, pendingMigrations, options, 'FULL');
  } catch (error) {
    if (error instanceof NewerShape || !isDamage(error)) throw error;
    setAside(pendingFile, options.now);
    pendingSetAside = true;
    pending = openFile(pendingFile, pendingMigrations, options, 'FULL');
  }

  let cacheSetAside = false;
  let cache: Database.Database;
  try {
    cache = openFile(cacheFile, cacheMigrations, options, 'NORMAL');
  } catch (error) {
    if (!(error instanceof NewerShape) && !isDamage(error)) throw error;
    setAside(cacheFile, options.now);
    cacheSetAside = true;
    cache = openFile(cacheFile, cacheMigrations, options, 'NORMAL');
  }
  return { cache, pending, cacheSetAside, pendingSetAside };
}

/** Whether the file itself is the trouble, rather than a lock, a full disk or missing permission. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  (/damaged/.test(error.message) || /SQLITE_(CORRUPT|NOTADB)/.test(String(Reflect.get(error, 'code'))));

/** Deletes both files for good: somebody signed out. */
export function deleteFiles(folder: string): void {
  for (const name of ['cache.db', 'pending.db']) {
    for (const suffix of suffixes) rmSync(path.join(folder, name + suffix), { force: true });
  }
}
