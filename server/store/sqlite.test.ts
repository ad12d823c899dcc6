import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok, refuse } from '../../protocol/errors.ts';
import type { CompanyId } from '../../protocol/ids.ts';
import { migrate, newestShape } from './migrate.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Commit, Reader, Store } from './store.ts';

let folder: string;
let stores: Store[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-store-'));
  stores = [];
});
afterEach(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true, force: true });
});
const open = (): Store => {
  const store = openSqliteStore(folder);
  stores.push(store);
  return store;
};
const raw = (): Database.Database => new Database(path.join(folder, 'relay.db'));

describe('the database', () => {
  it('has strict tables alone, keeps foreign keys, and is private to its owner', async () => {
    const store = open();
    const db = raw();
    const loose = db.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    );
    expect(loose.all()).toEqual([]);
    db.close();
    const nowhere = {
      id: newId(),
      companyId: newId() as CompanyId,
      slug: 'x',
      title: 'x',
      language: 'en',
      open: true,
      transcript: false,
    } as const;
    const put = store.write((tx) => tx.putPortal({ ...nowhere, fields: [], embedOrigins: [] }));
    await expect(put).rejects.toThrow('FOREIGN KEY');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'relay.db')).mode & 0o777).toBe(0o600);
  });

  it.each([10, 20, 100, 300].filter((shape) => shape < newestShape))(
    'of shape %d opens with all that was in it',
    async (shape) => {
      const db = raw();
      migrate(db, shape);
      db.exec(`
      INSERT INTO companies VALUES ('c', 1, 'Acme');
      INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1);
      INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
        created_at, left_message, chat) VALUES (1001, 2, 'c', 'p', 'Fire', 'Carla', 'carla@acme.example', '[]', '{}', 1, 0, 'none');
      INSERT INTO messages (position, id, request_id, seq, at, author_kind, author_id, kind, body)
        VALUES (3, 'm', 1001, 1, 10, 'customer', NULL, 'text', 'The printer burns.');
      INSERT INTO meta VALUES ('head', '3'), ('relay-key', 'key');
    `);
      db.close();
      const { read } = open();
      expect(await read.head()).toBe(3);
      expect(await read.relayKey()).toBe('key');
      expect(await read.request(1001 as never)).toMatchObject({ subject: 'Fire', joinedAt: null });
      expect(await read.messages(1001 as never, 0, 10)).toMatchObject([
        { body: { kind: 'text', text: 'The printer burns.' } },
      ]);
      expect((await read.since(0 as never, 10)).map(({ kind }) => kind)).toEqual(['company', 'request', 'message']);
    },
  );

  it('of a newer Sportello is refused by name and left as it is', () => {
    const db = raw();
    migrate(db);
    db.pragma(`user_version = ${newestShape + 10}`);
    db.close();
    expect(() => openSqliteStore(folder)).toThrow(`newer Sportello (shape ${newestShape + 10})`);
    const after = raw();
    expect(after.pragma('user_version', { simple: true })).toBe(newestShape + 10);
    after.close();
  });
});

describe('writing', () => {
  const company = (name: string) => ({ id: newId() as CompanyId, name });

  it('commits the works of a turn together, those alone that threw and those that answered a refusal left out', async () => {
    const store = open();
    const commits: Commit[] = [];
    store.onCommit((commit) => void commits.push(commit));
    const works = await Promise.allSettled([
      store.write(async (tx) => ok(await tx.putCompany(company('One')))),
      store.write(async (tx) => {
        await tx.putCompany(company('Refused'));
        return refuse('not-allowed');
      }),
      store.write(async (tx) => {
        await tx.putCompany(company('Broken'));
        throw new Error('a bug');
      }),
      store.write(async (tx) => ok(await tx.putCompany(company('Two')))),
    ]);
    expect(works.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(commits).toMatchObject([
      { from: 0, to: 2, entries: [{ row: { name: 'One', position: 1 } }, { row: { name: 'Two', position: 2 } }] },
    ]);
    expect((await store.read.companies()).map(({ name }) => name)).toEqual(['One', 'Two']);
    expect(await store.read.head()).toBe(2);
  });

  it('tells once that another process has written, and never of its own writes', async () => {
    const [store, other] = [open(), open()];
    expect(store.changedElsewhere()).toBe(false);
    await store.write((tx) => tx.putCompany(company('Mine')));
    expect(store.changedElsewhere()).toBe(false);
    await other.write((tx) => tx.putCompany(company('Theirs')));
    expect([store.changedElsewhere(), store.changedElsewhere()]).toEqual([true, false]);
    // Positions go on where the other left them.
    expect((await store.write((tx) => tx.putCompany(company('Mine again')))).position).toBe(3);
  });

  it('is settled when all that was given is on disk', async () => {
    const store = open();
    void store.write((tx) => tx.putCompany(company('One')));
    await store.settled();
    expect(await store.read.companies()).toHaveLength(1);
    await store.settled();
  });
});

/** Tables whose rows grow with what customers and technicians do; the others grow with the organisation. */
const growing = [
  'requests',
  'messages',
  'activities',
  'cursors',
  'commands',
  'files',
  'screen_shares',
  'sign_in_failures',
  'answers',
  'outgoing',
];
/** Indexes that hold only what is open or under way, which is little. */
const openOnly = [
  'requests_open',
  'requests_by_assignee',
  'requests_unanswered',
  'files_scanning',
  'screen_shares_open',
  'answers_due',
  'outgoing_waiting',
  'outgoing_sending',
];

describe('each query', () => {
  /** All that a store prepares while this is done with it. */
  async function prepared(work: (store: Store) => Promise<void>): Promise<string[]> {
    const seen = new Set<string>();
    const { prepare } = Database.prototype;
    Database.prototype.prepare = function (this: Database.Database, sql: string) {
      seen.add(sql);
      return prepare.call(this, sql);
    } as typeof prepare;
    try {
      await work(open());
    } finally {
      Database.prototype.prepare = prepare;
    }
    return [...seen].filter(
      (sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/i.test(sql) && !/\bpragma_|sqlite_master/.test(sql),
    );
  }
  const plan = (db: Database.Database, sql: string): string[] => {
    const unnamed = sql.replaceAll(/@\w+/g, '?');
    const values = Array(unnamed.split('?').length - 1).fill(1);
    return db
      .prepare(`EXPLAIN QUERY PLAN ${unnamed}`)
      .all(...values)
      .map((row) => String((row as { detail: string }).detail));
  };

  it('of what grows goes by an index, and sorts nothing', async () => {
    const many = Array.from({ length: 100 }, (_, n) => `c${n}`);
    const arguments_: Partial<Record<keyof Reader, unknown[][]>> = {
      isAnyAvailable: [['c', ['t']]],
      messages: [[1, 0, 10]],
      notices: [['c'], [null]],
      queueBefore: [['c', 1]],
      waits: [['c', 20]],
      since: [[0, 10]],
      callsAfter: [[0, 10]],
      answersSince: [[1, 10]],
      pushesSince: [[1, 10]],
      outgoingDue: [['email', 1, 10]],
      exposed: [[0, 1]],
      withdrawn: [[0, 1]],
      requestsOf: [true, false].flatMap((open) => [['c'], many].map((companies) => [companies, open, null, 10])),
    };
    const queries = await prepared(async (store) => {
      for (const [name, read] of Object.entries(store.read) as [keyof Reader, (...given: unknown[]) => unknown][]) {
        // Without a row here a read takes one value, or none.
        for (const given of arguments_[name] ?? [[1], []]) {
          await Promise.resolve(given)
            .then((given) => read(...given))
            .catch(() => null);
        }
      }
      await store.write(async (tx) => {
        await tx.forget({ sessions: 1, failures: 1, commands: 1, outgoing: 1 }, 10);
        await tx.notePush(1 as never, 1);
        await tx.movePushSubscriptions(1 as never, 2 as never);
        await tx.nextRequestId();
        await tx.touchSession('s' as never, 1);
        await tx.deleteSession('s' as never);
      });
    });
    const db = raw();
    const slow = queries.flatMap((sql) =>
      plan(db, sql)
        .filter((step) => {
          const [, table = '', index] = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(step) ?? [];
          return growing.includes(table) && !openOnly.includes(index ?? '');
        })
        .map((step) => `${step}: ${sql}`),
    );
    const sorted = queries.flatMap((sql) => {
      const steps = plan(db, sql);
      const reads = steps.filter((step) => growing.some((table) => step.includes(` ${table} `)));
      return reads.length > 0 && steps.some((step) => step.includes('TEMP B-TREE FOR ORDER BY')) ? [sql] : [];
    });
    db.close();
    expect(queries.length).toBeGreaterThan(50);
    expect(slow).toEqual([]);
    expect(sorted).toEqual([]);
  });
});
