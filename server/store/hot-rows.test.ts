import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import type { CompanyId, MessageId, RequestId, SessionId, TechnicianId } from '../../protocol/ids.ts';
import { addLine } from '../commands/context.ts';
import { openSqliteStore } from './sqlite.ts';
import { createReader } from './sqlite-reader.ts';
import type { Reader, Store, StoredRequest, Writer } from './store.ts';

const companies = [newId(), newId()] as CompanyId[];
const technicians = [newId(), newId()] as TechnicianId[];
const requests = [1001, 1002, 1003] as RequestId[];
const hashes = ['one', 'two'];

const blank: Omit<StoredRequest, 'position' | 'id'> = {
  companyId: companies[0]!,
  portalId: 'portal' as StoredRequest['portalId'],
  subject: 'The printer',
  customer: { name: 'Carla', email: 'carla@acme.example' },
  fields: [],
  source: { ip: '', device: 'desktop', os: 'linux', osName: '', browser: '', language: 'it', page: '' },
  createdAt: 1,
  leftMessage: false,
  assigneeId: null,
  assignedAt: null,
  chat: 'none',
  handover: null,
  firstAnsweredAt: null,
  closedAt: null,
  closedById: null,
  reopenedFrom: null,
  reopenedAs: null,
  rating: null,
  exposedAt: null,
  withdrawnAt: null,
  joinedAt: null,
};

/** One thing that a work does to the rows. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), id: fc.constantFrom(...requests), isMine: fc.boolean() }),
  fc.record({ kind: fc.constant('request' as const), id: fc.constantFrom(...requests), at: fc.nat(100) }),
  fc.record({ kind: fc.constant('available' as const), who: fc.constantFrom(...technicians), is: fc.boolean() }),
  fc.record({
    kind: fc.constant('access' as const),
    who: fc.constantFrom(...technicians),
    to: fc.option(fc.subarray(companies)),
  }),
  fc.record({ kind: fc.constant('sign-out' as const), which: fc.constantFrom(0, 1) }),
  fc.record({ kind: fc.constant('sign-in' as const), which: fc.constantFrom(0, 1) }),
  fc.record({ kind: fc.constant('touch' as const), which: fc.constantFrom(0, 1), at: fc.nat(100) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const work = fc.record({
  steps: fc.array(step, { maxLength: 4 }),
  end: fc.constantFrom('done' as const, 'done' as const, 'refused' as const, 'thrown' as const),
});
/** Works of one turn share a transaction; `elsewhere`: another process does them. */
const turn = fc.record({ works: fc.array(work, { minLength: 1, maxLength: 4 }), elsewhere: fc.boolean() });

const sessionIds = [newId(), newId()] as SessionId[];

async function take(tx: Writer, what: Step): Promise<void> {
  switch (what.kind) {
    case 'message': {
      const author = what.isMine
        ? ({ kind: 'technician', id: technicians[0]! } as const)
        : ({ kind: 'customer' } as const);
      await addLine({ tx, now: 5, newId }, what.id, author, { kind: 'text', text: 'x' }, newId() as MessageId);
      return;
    }
    case 'request':
      await tx.putRequest({ ...(await tx.request(what.id))!, assignedAt: what.at });
      return;
    case 'available':
      return tx.setAvailable(what.who, what.is);
    case 'access':
      return tx.setAccess(what.who, what.to);
    case 'sign-out':
      return tx.deleteSession(sessionIds[what.which]!);
    case 'touch':
      return tx.touchSession(sessionIds[what.which]!, what.at);
    case 'sign-in':
      if ((await tx.session(hashes[what.which]!)) !== null) return;
      await tx.putSession({
        id: sessionIds[what.which]!,
        technicianId: technicians[what.which]!,
        tokenHash: hashes[what.which]!,
        device: '',
        createdAt: 0,
        lastSeenAt: 0,
      });
  }
}

/** All that may be kept in memory, as a reader tells it. */
const look = async (read: Reader) => ({
  requests: await Promise.all(requests.map(async (id) => read.request(id))),
  activities: await Promise.all(requests.map(async (id) => read.activity(id))),
  accounts: await Promise.all(technicians.map(async (id) => read.account(id))),
  scopes: await Promise.all(technicians.map(async (id) => read.scope(id))),
  sessions: await Promise.all(hashes.map(async (hash) => read.session(hash))),
});

describe('rows kept in memory between transactions', () => {
  let folder: string;
  let store: Store;
  let other: Store;
  let plain: Database.Database;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-store-'));
    store = openSqliteStore(folder);
    other = openSqliteStore(folder);
    plain = new Database(path.join(folder, 'relay.db'), { readonly: true });
    await store.write(async (tx) => {
      for (const id of companies) await tx.putCompany({ id, name: id });
      const portal = { id: 'portal', companyId: companies[0]!, slug: 'acme', title: '', language: 'it' } as const;
      await tx.putPortal({ ...portal, fields: [], embedOrigins: [], open: true, transcript: false });
      for (const id of technicians) {
        const account = { name: id, email: id, role: 'technician', passwordHash: '', available: true } as const;
        await tx.putAccount({ ...account, id, allCompanies: true });
      }
      for (const id of requests) await tx.putRequest({ ...blank, id });
    });
  });
  afterEach(() => {
    plain.close();
    other.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are at every moment what the database says, whatever was refused, undone, or written by another process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (turns) => {
        for (const { works, elsewhere } of turns) {
          const writes = works.map(({ steps, end }) =>
            (elsewhere ? other : store).write(async (tx) => {
              for (const what of steps) await take(tx, what);
              if (end === 'thrown') throw new Error('a bug');
              return end === 'refused' ? refuse('not-found') : { ok: true };
            }),
          );
          await Promise.allSettled(writes);
          const [inTransaction, onDisk] = [await store.write(look), await look(createReader(plain))];
          expect(inTransaction).toEqual(onDisk);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('show a work what it wrote itself, and nobody outside before it is on disk', async () => {
    const id = requests[0]!;
    await store.write(async (tx) => {
      await take(tx, { kind: 'request', id, at: 77 });
      await take(tx, { kind: 'message', id, isMine: false });
      await tx.setAccess(technicians[0]!, []);
      expect((await tx.request(id))?.assignedAt).toBe(77);
      expect((await tx.activity(id))?.lastSeq).toBe(1);
      expect((await tx.scope(technicians[0]!))?.companies).toEqual([]);
      expect((await store.read.request(id))?.assignedAt).toBe(null);
      expect((await store.read.scope(technicians[0]!))?.companies).toHaveLength(2);
    });
  });

  it('tell one activity of a request a commit, its last', async () => {
    const told: unknown[] = [];
    store.onCommit(({ entries }) => told.push(...entries.filter(({ kind }) => kind === 'activity')));
    const id = requests[0]!;
    await Promise.all([1, 2, 3].map(() => store.write((tx) => take(tx, { kind: 'message', id, isMine: false }))));
    expect(told).toEqual([{ kind: 'activity', row: await store.read.activity(id) }]);
    expect((await store.read.activity(id))?.lastSeq).toBe(3);
  });
});
