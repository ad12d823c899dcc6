import type Database from 'better-sqlite3';
import { failureOf, StorageError } from './failures.ts';
import type { FileName } from './open.ts';

export type Row = Record<string, string | number | bigint | Uint8Array | null>;
export type Statements = ReturnType<typeof createStatements>;

/** A file turned out to be damaged while it was used. */
export class DamagedFile extends StorageError {
  readonly file: FileName;
  constructor(file: FileName, cause: StorageError) {
    super('damaged', `${file}.db: ${cause.message}`, { cause });
    this.file = file;
  }
}

/** Statements of one connection, prepared once each. Failures come as `StorageError`s, damage with the file's name. */
export function createStatements(db: Database.Database, file: FileName) {
  const prepared = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const found = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, found);
    return found;
  };
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const failure = failureOf(error);
      throw failure.code === 'damaged' && !(failure instanceof DamagedFile) ? new DamagedFile(file, failure) : failure;
    }
  }
  return {
    /** How many rows it changed. */
    run: (sql: string, ...values: unknown[]): number => guarded(() => statement(sql).run(...values).changes),
    one: (sql: string, ...values: unknown[]): Row | undefined =>
      guarded(() => statement(sql).get(...values) as Row | undefined),
    many: (sql: string, ...values: unknown[]): Row[] => guarded(() => statement(sql).all(...values) as Row[]),
    transaction: <T>(work: () => T): T => guarded(() => db.transaction(work).immediate()),
    /** How SQLite would answer the query; for tests. */
    plan: (sql: string, ...values: unknown[]): string =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[])
        .map((row) => row.detail)
        .join('\n'),
    exec: (sql: string): void => guarded(() => void db.exec(sql)),
    /** Changes made through this connection since it was opened, those inside full-text search included. */
    totalChanges: (): number => Number((statement('SELECT total_changes() AS n').get() as Row)['n']),
  };
}
