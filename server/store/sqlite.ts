import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { exportRows } from './export.ts';
import { migrate } from './migrate.ts';
import { newHistory } from './restore.ts';
import { createReader } from './sqlite-reader.ts';
import { createWriter } from './sqlite-writer.ts';
import type { Awaitable, Commit, Store, Writer } from './store.ts';

type Job = {
  work: (tx: Writer) => Awaitable<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
};
type Outcome = { job: Job; value: unknown; failed: boolean };

/** 16 MiB: whoever comes upon a checkpoint waits for it, so they are few. */
const pagesBetweenCheckpoints = 4_000;

const isRefusal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;

/** Opens (or makes) the relay's database `relay.db` in the folder; only the owner can read either. */
export function openSqliteStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'relay.db');
  const db = new Database(file, { timeout: 10_000 });
  chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma(`wal_autocheckpoint = ${pagesBetweenCheckpoints}`);
  migrate(db);
  db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('head', '0'), ('relay-key', ?), ('history', ?)").run(
    randomBytes(32).toString('base64url'),
    newHistory(),
  );
  // Readers have a connection of their own: they never see what is not committed yet.
  const readDb = new Database(file, { readonly: true, timeout: 10_000 });

  const writer = createWriter(db);
  const listeners: ((commit: Commit) => void)[] = [];
  let queue: Job[] = [];
  let scheduled = false;
  const idle: (() => void)[] = [];
  let seenVersion = db.pragma('data_version', { simple: true });

  /** Works of one turn of the event loop, all in one commit: one wait for the disk. */
  async function commitQueue(): Promise<void> {
    const jobs = queue;
    queue = [];
    let outcomes: Outcome[];
    let commit: Commit;
    try {
      begin();
      outcomes = (await runJobs(jobs, false)) ?? (await runJobsAgain(jobs));
      commit = writer.finish();
      db.exec('COMMIT');
      writer.end(true);
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      writer.end(false);
      for (const job of jobs) job.reject(error);
      return next();
    }
    for (const listener of listeners) listener(commit);
    for (const { job, value, failed } of outcomes) failed ? job.reject(value) : job.resolve(value);
    next();
  }

  function next(): void {
    scheduled = queue.length > 0;
    if (scheduled) setImmediate(() => void commitQueue());
    else for (const resolve of idle.splice(0)) resolve();
  }

  function begin(): void {
    db.exec('BEGIN IMMEDIATE');
    writer.begin();
  }

  const savepoint = db.prepare('SAVEPOINT job');
  const release = db.prepare('RELEASE job');
  const undo = db.prepare('ROLLBACK TO job');

  /**
   * Does the works one after the other. Without savepoints, which copy every page that a work changes, what one wrote
   * before it refused or threw cannot be undone alone: then the answer is null.
   */
  async function runJobs(jobs: readonly Job[], inSavepoints: boolean): Promise<Outcome[] | null> {
    const outcomes: Outcome[] = [];
    for (const job of jobs) {
      const mark = writer.mark();
      if (inSavepoints) savepoint.run();
      const outcome = await outcomeOf(job);
      outcomes.push(outcome);
      if (outcome.failed || isRefusal(outcome.value)) {
        if (inSavepoints) undo.run();
        else if (writer.hasWrittenSince(mark)) return null;
        writer.rewind(mark);
      }
      if (inSavepoints) release.run();
    }
    return outcomes;
  }
  async function runJobsAgain(jobs: readonly Job[]): Promise<Outcome[]> {
    db.exec('ROLLBACK');
    writer.end(false);
    begin();
    return (await runJobs(jobs, true)) ?? [];
  }

  async function outcomeOf(job: Job): Promise<Outcome> {
    try {
      return { job, value: await job.work(writer), failed: false };
    } catch (error) {
      return { job, value: error, failed: true };
    }
  }

  return {
    read: createReader(readDb),
    write: <T>(work: (tx: Writer) => Awaitable<T>) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
        if (scheduled) return;
        scheduled = true;
        setImmediate(() => void commitQueue());
      }),
    onCommit: (listener) => void listeners.push(listener),
    changedElsewhere: () => {
      const version = db.pragma('data_version', { simple: true });
      const changed = version !== seenVersion;
      seenVersion = version;
      return changed;
    },
    waiting: () => queue.length,
    settled: () => (scheduled ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
    backup: async (to) => {
      const part = `${to}.part`;
      // In one step: in several, each commit of the relay would make it begin again.
      await readDb.backup(part, { progress: () => 0x7fff_ffff });
      chmodSync(part, 0o600);
      renameSync(part, to);
    },
    everything: () => exportRows(readDb),
    close: () => {
      readDb.close();
      db.close();
    },
  };
}
