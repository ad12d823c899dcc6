import type Database from 'better-sqlite3';
import type { Entry } from '../../protocol/entries.ts';
import type { Position, RequestId, Seq } from '../../protocol/ids.ts';
import type { Activity } from '../../protocol/model.ts';
import { bodyColumn, portalColumns, requestColumns } from './rows.ts';
import { createFileWrites } from './file-rows.ts';
import { createProfileWrites } from './profile-rows.ts';
import { createPushWrites } from './push-rows.ts';
import { createReachWrites } from './reach-rows.ts';
import { createScreenShareWrites } from './screen-share-rows.ts';
import { createHotRows, type HotMark } from './hot-rows.ts';
import { createReader } from './sqlite-reader.ts';
import type { Commit, StoredRequest, Writer } from './store.ts';

/** A writer with what its transaction did so far; `mark` and `rewind` go with savepoints. */
export type SqliteWriter = Writer & {
  begin(): void;
  mark(): Mark;
  /** Whether anything was written since: everything that is takes a position or goes through `run`. */
  hasWrittenSince(mark: Mark): boolean;
  rewind(mark: Mark): void;
  /** Puts down the new head; tells what changed since `begin`. */
  finish(): Commit;
  /** What was written since `begin` is on disk now, or undone. */
  end(isCommitted: boolean): void;
};
type Mark = { head: number; runs: number; entries: number; directory: boolean; hot: HotMark };

/** Prepared writes on the one connection that writes. */
export function createWriter(db: Database.Database): SqliteWriter {
  const hot = createHotRows(db, createReader(db));
  const { reader } = hot;
  const prepared = new Map<string, Database.Statement>();
  let runs = 0;
  const run = (sql: string, ...values: unknown[]): void => {
    runs += 1;
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    statement.run(...values);
  };
  const put = (table: string, columns: Record<string, unknown>, key: string): void => {
    const names = Object.keys(columns);
    const set = names.filter((name) => !key.split(', ').includes(name)).map((name) => `${name} = excluded.${name}`);
    run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${set.join(', ')}`,
      columns,
    );
  };

  /** A row is there from the first message on, and then changes with each: in place, rather than replaced. */
  const putActivity = ({ requestId, position, lastSeq, lastMessageAt, waitingSince }: Activity): void =>
    run(
      `INSERT INTO activities (request_id, position, last_seq, last_message_at, waiting_since) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (request_id) DO UPDATE SET position = excluded.position, last_seq = excluded.last_seq,
         last_message_at = excluded.last_message_at, waiting_since = excluded.waiting_since`,
      requestId,
      position,
      lastSeq,
      lastMessageAt,
      waitingSince,
    );

  let head = 0;
  let from = 0;
  let entries: Entry[] = [];
  let directory = false;
  const directoryWritten = (): void => {
    directory = true;
    hot.directoryWritten();
  };
  const next = (): Position => (head += 1) as Position;
  const tell = (entry: Entry): void => void entries.push(entry);

  return {
    ...reader,
    begin: () => {
      head = Number(reader.head());
      from = head;
      entries = [];
      directory = false;
      hot.begin();
    },
    mark: () => ({ head, runs, entries: entries.length, directory, hot: hot.mark() }),
    hasWrittenSince: (mark) => head !== mark.head || runs !== mark.runs,
    rewind: (mark) => {
      hot.rewind(mark.hot);
      head = mark.head;
      entries.length = mark.entries;
      directory = mark.directory;
    },
    finish: () => {
      for (const row of hot.freshActivities.values()) {
        putActivity(row);
        tell({ kind: 'activity', row });
      }
      // Nothing streamed, nothing to put down: refusals cost no wait for the disk.
      if (entries.length > 0) run("INSERT OR REPLACE INTO meta (key, value) VALUES ('head', ?)", String(head));
      const changed = entries.filter((entry) => entry.kind === 'request').map((entry) => entry.row as StoredRequest);
      const requests = new Map(changed.map((row) => [row.id, row]));
      return { from: from as Position, to: head as Position, entries, requests, directory };
    },
    end: hot.end,
    nextPosition: () => (head + 1) as Position,
    ...createFileWrites(db, next, tell),
    ...createScreenShareWrites(db, next, tell),
    ...createProfileWrites(run),
    ...createPushWrites(run),
    ...createReachWrites(run),

    putCompany: (row) => {
      const company = { ...row, position: next() };
      put('companies', company, 'id');
      directoryWritten();
      tell({ kind: 'company', row: company });
      return company;
    },
    putPortal: (row) => put('portals', portalColumns(row), 'id'),
    putAccount: (row) => {
      const position = next();
      const { id, name, email, role } = row;
      const rest = {
        password_hash: row.passwordHash,
        available: Number(row.available),
        all_companies: Number(row.allCompanies),
      };
      put('technicians', { id, position, name, email, role, ...rest }, 'id');
      directoryWritten();
      tell({ kind: 'technician', row: { id, position, name } });
    },
    setAvailable: (id, available) => {
      run('UPDATE technicians SET available = ?, absent = 0 WHERE id = ?', Number(available), id);
      directoryWritten();
    },
    setAbsent: (id, absent) => {
      run('UPDATE technicians SET absent = ? WHERE id = ?', Number(absent), id);
      directoryWritten();
    },
    setAccess: (id, companies) => {
      run('UPDATE technicians SET all_companies = ? WHERE id = ?', Number(companies === null), id);
      run('DELETE FROM technician_companies WHERE technician_id = ?', id);
      for (const company of companies ?? []) run('INSERT INTO technician_companies VALUES (?, ?)', id, company);
      directoryWritten();
    },
    putSession: (row) => {
      hot.directoryWritten();
      run(
        'INSERT INTO sessions (id, technician_id, token_hash, device, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
        row.id,
        row.technicianId,
        row.tokenHash,
        row.device,
        row.createdAt,
        row.lastSeenAt,
      );
    },
    touchSession: (id, at) => {
      hot.directoryWritten();
      run('UPDATE sessions SET last_seen_at = ? WHERE id = ?', at, id);
    },
    deleteSession: (id) => {
      run('DELETE FROM sessions WHERE id = ?', id);
      directoryWritten();
    },
    forget: (before, limit) => {
      hot.directoryWritten();
      const old = (table: string, key: string, time: string): string =>
        `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${time} < ? LIMIT ?)`;
      run(old('sessions', 'id', 'last_seen_at'), before.sessions, limit);
      run(old('sign_in_failures', 'subject', 'blocked_until'), before.failures, limit);
      run(old('commands', 'id', 'at'), before.commands, limit);
      run(old('outgoing', 'id', 'ended_at'), before.outgoing, limit);
    },
    putSignInFailures: (subject, row) => {
      if (row === null) run('DELETE FROM sign_in_failures WHERE subject = ?', subject);
      else run('INSERT OR REPLACE INTO sign_in_failures VALUES (?, ?, ?)', subject, row.failures, row.blockedUntil);
    },
    nextRequestId: () =>
      db
        .prepare(
          `SELECT max(coalesce((SELECT max(id) FROM requests), 1000),
             coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'request-floor'), 0)) + 1`,
        )
        .pluck()
        .get() as number as RequestId,
    putRequest: (row) => {
      const request = { ...row, position: next() };
      put('requests', requestColumns(request), 'id');
      hot.putRequest(request);
      tell({ kind: 'request', row: request });
      return request;
    },
    addMessage: (row, waitingSince) => {
      const position = next();
      const before = reader.activity(row.requestId) as Activity | null;
      const seq = ((before?.lastSeq ?? 0) + 1) as Seq;
      const message = { ...row, position, seq };
      const authorId = row.author.kind === 'technician' ? row.author.id : null;
      run(
        'INSERT INTO messages (position, id, request_id, seq, at, author_kind, author_id, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        position,
        row.id,
        row.requestId,
        seq,
        row.at,
        row.author.kind,
        authorId,
        row.body.kind,
        bodyColumn(row.body),
      );
      tell({ kind: 'message', row: message });
      hot.putActivity({ requestId: row.requestId, position, lastSeq: seq, lastMessageAt: row.at, waitingSince });
      return message;
    },
    putCursor: (row) => {
      const cursor = { ...row, position: next() };
      run(
        'INSERT OR REPLACE INTO cursors (request_id, reader, position, delivered, read) VALUES (?, ?, ?, ?, ?)',
        cursor.requestId,
        cursor.reader,
        cursor.position,
        cursor.delivered,
        cursor.read,
      );
      tell({ kind: 'cursor', row: cursor });
      return cursor;
    },
    putNotice: (row) => {
      const notice = { ...row, position: next() };
      const { id, position, companyId, text, createdAt, endedAt } = notice;
      put('notices', { id, position, company_id: companyId, text, created_at: createdAt, ended_at: endedAt }, 'id');
      tell({ kind: 'notice', row: notice });
      return notice;
    },
    putAnswer: (id, { actor, name, input, answer, at }) =>
      run(
        'INSERT INTO commands (id, actor, name, input, answer, at) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        actor,
        name,
        input,
        answer,
        at,
      ),
  };
}
