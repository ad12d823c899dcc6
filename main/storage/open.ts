import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { failureOf, StorageError } from './failures.ts';
import { cacheMigrations } from './migrations/cache.ts';
import { pendingMigrations } from './migrations/pending.ts';
import type { Migration } from './migrations/migration.ts';
import { rescue } from './rescue.ts';

export type OpenOptions = {
  /** Where both files are; made if it is not there. */
  folder: string;
  /** Another build of SQLite's binding, for a runtime that the packaged one does not fit. */
  nativeBinding?: string | undefined;
};
/** What became of the files; the technician is told of what matters. */
export type Opening = { cacheSetAside: boolean; pendingSetAside: boolean; rescued: number };
export type FileName = 'cache' | 'pending';
/** Both files, open. */
export type Files = Readonly<Record<FileName, Database.Database>> & { opening: Opening };

const migrationsOf = { cache: cacheMigrations, pending: pendingMigrations };
const asTheyWere: Opening = { cacheSetAside: false, pendingSetAside: false, rescued: 0 };
const suffixes = ['', '-wal', '-shm'];
const asideMark = '.set-aside-';

const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.number ?? 0;
const shapeOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/** Brings a file to the newest shape; refuses one that a newer console wrote, by name. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const [current, newest] = [shapeOf(db), newestOf(migrations)];
  if (current > newest) {
    throw new StorageError('newer', `${path.basename(db.name)} was written by a newer Sportello (shape ${current}).`);
  }
  db.transaction(() => {
    for (const { number, sql } of migrations) {
      if (number <= current) continue;
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    }
  }).immediate();
}

const fileOf = (folder: string, name: FileName): string => path.join(folder, `${name}.db`);

/** Opens a file and looks whether it can be used; `prepare` sees to its shape. Where any of it fails it is closed again. */
function openFile(
  name: FileName,
  { folder, nativeBinding }: OpenOptions,
  prepare: (db: Database.Database) => void = (db) => migrate(db, migrationsOf[name]),
): Database.Database {
  const file = fileOf(folder, name);
  const db = new Database(file, { timeout: 5_000, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
  try {
    chmodSync(file, 0o600);
    db.pragma('journal_mode = WAL');
    // What the technician wrote survives a power cut; what the relay said can be asked for again.
    db.pragma(`synchronous = ${name === 'pending' ? 'FULL' : 'NORMAL'}`);
    // What is deleted is overwritten: access taken away leaves nothing in free pages.
    db.pragma('secure_delete = ON');
    db.pragma('cache_size = -32768');
    // A sync rewrites the same pages again and again: moving them into the file less often makes it a third faster.
    db.pragma('wal_autocheckpoint = 8000');
    db.pragma('journal_size_limit = 67108864');
    // The cache is too large to be read whole at each start; damage in it is met when it is read (operations).
    if (name === 'pending' && db.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      throw new StorageError('damaged', 'pending.db is damaged');
    }
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Renames a file that cannot be used, with its companions; answers its new name. Of the cache only the last is kept. */
export function setAside(folder: string, name: FileName, now: number): string {
  if (name === 'cache') deleteSetAside(folder, ['cache']);
  const aside = `${fileOf(folder, name)}${asideMark}${now}`;
  for (const suffix of suffixes) {
    const file = fileOf(folder, name) + suffix;
    if (existsSync(file)) renameSync(file, aside + suffix);
  }
  return aside;
}

/** Deletes what was set aside: nobody may read any more what is in it. */
export function deleteSetAside(folder: string, names: readonly FileName[]): void {
  const marks = names.map((name) => `${name}.db${asideMark}`);
  for (const file of readdirSync(folder)) {
    if (marks.some((mark) => file.startsWith(mark))) rmSync(path.join(folder, file));
  }
}

/**
 * Opens both files. A cache that is damaged, or that a newer console wrote, is set aside: the relay has everything in
 * it. A damaged pending file is set aside after what can still be read was taken over; one that a newer console wrote
 * is refused. Throws `StorageError`s.
 */
export function openFiles(options: OpenOptions, clock: () => number): Files {
  const { folder } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const opening = { ...asTheyWere };

  function openPending(): Database.Database {
    try {
      return openFile('pending', options);
    } catch (error) {
      if (failureOf(error).code !== 'damaged') throw error;
      const aside = setAside(folder, 'pending', clock());
      const fresh = openFile('pending', options);
      opening.pendingSetAside = true;
      opening.rescued = rescue(aside, fresh, options.nativeBinding);
      return fresh;
    }
  }
  function openCache(): Database.Database {
    try {
      return openFile('cache', options);
    } catch (error) {
      if (!['damaged', 'newer'].includes(failureOf(error).code)) throw error;
      setAside(folder, 'cache', clock());
      opening.cacheSetAside = true;
      return openFile('cache', options);
    }
  }
  let pending: Database.Database | null = null;
  try {
    pending = openPending();
    return { pending, cache: openCache(), opening };
  } catch (error) {
    pending?.close();
    throw failureOf(error);
  }
}

/** Both files, where there is nothing to be done to them; null, and they are as before, where there is. */
export function openAsTheyAre(options: OpenOptions): Files | null {
  const open = (name: FileName): Database.Database =>
    openFile(name, options, (db) => {
      if (shapeOf(db) !== newestOf(migrationsOf[name])) throw new Error(`${name}.db is of another shape`);
    });
  let pending: Database.Database | null = null;
  try {
    if (!(['cache', 'pending'] as const).every((name) => existsSync(fileOf(options.folder, name)))) return null;
    pending = open('pending');
    return { pending, cache: open('cache'), opening: asTheyWere };
  } catch {
    pending?.close();
    return null; // what is wrong with them is said, and mended, by who opens them to stay
  }
}

export function closeFiles({ cache, pending }: Files): void {
  cache.close();
  pending.close();
}
