import type Database from 'better-sqlite3';

export type Row = Record<string, unknown>;
export type Statements = ReturnType<typeof createStatements>;

/** Statements of one connection, prepared once each. */
export function createStatements(db: Database.Database) {
  const prepared = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const found = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, found);
    return found;
  };
  return {
    run: (sql: string, ...values: unknown[]): number => statement(sql).run(...values).changes,
    one: (sql: string, ...values: unknown[]): Row | undefined => statement(sql).get(...values) as Row | undefined,
    many: (sql: string, ...values: unknown[]): Row[] => statement(sql).all(...values) as Row[],
    transaction: <T>(work: () => T): T => db.transaction(work).immediate(),
    /** How SQLite would answer the query; for tests. */
    plan: (sql: string, ...values: unknown[]): string =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[])
        .map((row) => row.detail)
        .join('\n'),
    exec: (sql: string): void => void db.exec(sql),
  };
}
