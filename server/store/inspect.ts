import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { newestShape } from './migrate.ts';

/** What is in a whole database of Sportello. */
export type Contents = {
  shape: number;
  head: number;
  lastRequestId: number;
  companies: number;
  technicians: number;
  requests: number;
  messages: number;
  /** Hashes of the files that can be downloaded, whose bytes lie beside the database. */
  hashes: string[];
};

export type Inspection =
  | { kind: 'whole'; contents: Contents }
  /** `foreign`: a database, but not one of Sportello. `newer`: of a later one; `detail` is its shape. */
  | { kind: 'missing' | 'damaged' | 'foreign' | 'newer'; detail: string };

/** Looks through a whole database file, changing nothing: a minute for some gigabytes. */
export function inspectDatabase(file: string): Inspection {
  if (!existsSync(file)) return { kind: 'missing', detail: file };
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return look(db);
    } finally {
      db.close();
    }
  } catch (error) {
    return { kind: 'damaged', detail: error instanceof Error ? error.message : String(error) };
  }
}

function look(db: Database.Database): Inspection {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  const expected = ['meta', 'companies', 'technicians', 'requests', 'messages', 'commands'];
  const absent = expected.filter((table) => !tables.includes(table));
  if (absent.length > 0) return { kind: 'foreign', detail: `no table ${absent.join(', ')}` };
  const shape = Number(db.pragma('user_version', { simple: true }));
  if (shape > newestShape) return { kind: 'newer', detail: String(shape) };
  const fault = db.pragma('integrity_check(1)', { simple: true });
  if (fault !== 'ok') return { kind: 'damaged', detail: String(fault) };
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) {
    return { kind: 'damaged', detail: 'rows refer to rows that are not there' };
  }
  const number = (sql: string): number => Number(db.prepare(sql).pluck().get());
  const head = number("SELECT value FROM meta WHERE key = 'head'");
  if (number("SELECT count(*) FROM meta WHERE key = 'relay-key'") === 0 || !Number.isSafeInteger(head)) {
    return { kind: 'foreign', detail: 'it lacks the marks of a relay' };
  }
  const contents: Contents = {
    shape,
    head,
    lastRequestId: number('SELECT coalesce(max(id), 0) FROM requests'),
    companies: number('SELECT count(*) FROM companies'),
    technicians: number('SELECT count(*) FROM technicians'),
    requests: number('SELECT count(*) FROM requests'),
    messages: number('SELECT count(*) FROM messages'),
    hashes: tables.includes('files')
      ? (db.prepare("SELECT DISTINCT hash FROM files WHERE state <> 'refused'").pluck().all() as string[])
      : [],
  };
  return { kind: 'whole', contents };
}
