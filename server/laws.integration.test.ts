import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../protocol/entries.ts';
import type { CompanyId } from '../protocol/ids.ts';
import type { Scope } from '../protocol/technicians.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Reader } from './store/store.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import type { OwnRequest, PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { createReplica } from './testing/replica.ts';
import { until } from './testing/until.ts';

/** Everything that may happen to a relay; people and requests by number, wrapped around those there are. */
const who = fc.nat(2);
const which = fc.nat(5);
const onRequest = fc.constantFrom(
  ...([
    'request.assign',
    'request.assign',
    'request.unassign',
    'request.close',
    'request.reopen',
    'chat.join',
  ] as const),
  ...(['chat.end', 'handover.accept', 'handover.decline', 'handover.cancel'] as const),
);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('submit'), company: fc.nat(1) }) },
  {
    weight: 24,
    arbitrary: fc.record({ kind: fc.constant('command'), name: onRequest, who, which, holder: fc.boolean() }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('send', 'note', 'read', 'hand over', 'to queue'),
      who,
      which,
      holder: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('customer says', 'customer rates', 'customer reads'), which }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('available'), who, available: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('access'),
      who,
      companies: fc.subarray([0, 1]),
      elsewhere: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename elsewhere'), company: fc.nat(1) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('cut', 'resume'), who }) },
);
type Action = { kind: string; who?: number; which?: number; name?: string } & Partial<{
  /** Whoever has the request does it, or was offered it; if there is somebody. */
  holder: boolean;
  company: number;
  available: boolean;
  companies: number[];
  elsewhere: boolean;
}>;

type World = {
  relay: TestRelay;
  companies: { id: CompanyId; slug: string }[];
  people: TestTechnician[];
  admin: ConsoleClient;
  /** Each technician's two consoles: one never loses its connection, one does. */
  steady: ConsoleClient[];
  flaky: ConsoleClient[];
  requests: (OwnRequest & { page: PageClient })[];
  elsewhere: ReturnType<typeof openSqliteStore>;
};

async function makeWorld(): Promise<World> {
  const relay = await openTestRelay();
  const companies = [await relay.company('Acme Srl'), await relay.company('Zenith Spa')];
  const people: TestTechnician[] = [];
  for (const name of ['Anna', 'Bruno', 'Clara']) {
    people.push(await relay.technician(name, { companies: companies.map(({ id }) => id) }));
  }
  const open = async (): Promise<ConsoleClient[]> => {
    const consoles = await Promise.all(people.map(relay.console));
    for (const console of consoles) await console.follow();
    return consoles;
  };
  const [steady, flaky] = [await open(), await open()];
  const admin = await relay.console(await relay.technician('Admin', { companies: [], role: 'admin' }));
  return { relay, companies, people, admin, steady, flaky, requests: [], elsewhere: openSqliteStore(relay.folder) };
}

/** Does it; that it may be refused is part of the game. */
async function act(world: World, action: Action): Promise<unknown> {
  const { relay, companies, people, steady, flaky, requests } = world;
  const person = people[action.who ?? 0]!;
  switch (action.kind) {
    case 'submit': {
      const own = await relay.submit(companies[action.company ?? 0]!.slug);
      requests.push({ ...own, page: await relay.page(own) });
      return undefined;
    }
    case 'available':
      return steady[action.who ?? 0]!.command('availability.set', { available: action.available ?? true });
    case 'access': {
      const access = (action.companies ?? []).map((n) => companies[n]!.id);
      const store = action.elsewhere === true ? world.elsewhere : relay.store;
      return store.write((tx) => tx.setAccess(person.id, access));
    }
    case 'rename elsewhere': {
      const { id } = companies[action.company ?? 0]!;
      return world.elsewhere.write((tx) => tx.putCompany({ id, name: `Renamed ${Math.random()}` }));
    }
    case 'cut':
      return flaky[action.who ?? 0]!.cut();
    case 'resume':
      // Another cut may come before it is done.
      if (!flaky[action.who ?? 0]!.socket.connected) void flaky[action.who ?? 0]!.resume();
      return undefined;
  }
  if (requests.length === 0) return undefined;
  const { id, page } = requests[(action.which ?? 0) % requests.length]!;
  const now = action.holder === true ? await relay.store.read.request(id) : null;
  const holder = people.findIndex((one) => one.id === (now?.handover?.toId ?? now?.assigneeId));
  const console = steady[holder < 0 ? (action.who ?? 0) : holder]!;
  switch (action.kind) {
    case 'command':
      return console.command(action.name as 'chat.join', { id });
    case 'send':
      return console.command('chat.send', { id, text: 'Try this' });
    case 'note':
      return console.command('chat.note', { id, text: 'Between us' });
    case 'read':
      return console.command('chat.read', { id, seq: 1 as never });
    case 'hand over':
      return console.command('request.transfer', { id, to: { kind: 'technician', id: people[0]!.id }, note: 'Yours' });
    case 'to queue':
      return console.command('request.transfer', { id, to: { kind: 'queue' }, note: '' });
    case 'customer says':
      return page.command('chat.send', { text: 'Hello?' });
    case 'customer rates':
      return page.command('request.rate', { stars: 4, comment: '' });
    case 'customer reads':
      return page.command('chat.read', { delivered: page.lines().at(-1)?.id ?? null, read: null });
    default:
      throw new Error(action.kind);
  }
}

/** What somebody with this scope may see, written down from the specification and read row by row. */
async function truth(read: Reader, scope: Scope): Promise<Record<string, unknown>> {
  const replica = createReplica();
  const entries: Entry[] = [];
  for (const { id, position, name } of await read.accounts())
    entries.push({ kind: 'technician', row: { id, position, name } });
  for (const row of await read.companies())
    if (scope.companies.includes(row.id)) entries.push({ kind: 'company', row });
  for (const row of await read.notices(null)) {
    if (row.companyId === null || scope.companies.includes(row.companyId)) entries.push({ kind: 'notice', row });
  }
  for (const open of [true, false]) {
    for (const request of await read.requestsOf(scope.companies, open, null, 1_000)) {
      if (!scope.available && request.assigneeId === null && request.closedAt === null) continue;
      const { exposedAt: _e, withdrawnAt: _w, joinedAt: _j, ...row } = request;
      entries.push({ kind: 'request', row });
      const activity = await read.activity(request.id);
      if (activity !== null) entries.push({ kind: 'activity', row: activity });
      for (const cursor of await read.cursors(request.id)) entries.push({ kind: 'cursor', row: cursor });
      for (const message of await read.messages(request.id, 0, 1_000)) entries.push({ kind: 'message', row: message });
    }
  }
  replica.apply(entries);
  return replica.dump();
}

/** Resolves when the consoles have heard of something that everybody hears of, and so of all that was before. */
async function fence({ admin }: World, consoles: readonly ConsoleClient[]): Promise<void> {
  const told = await admin.command('notice.publish', { companyId: null, text: 'All is said' });
  if (!told.ok) throw new Error(told.code);
  await until(() => {
    for (const console of consoles) expect(console.replica.dump()).toHaveProperty([`notice ${told.value.id}`]);
  });
  await Promise.all(consoles.map((console) => console.settled()));
}

const entriesOf = (console: ConsoleClient): Entry[] =>
  console.said.flatMap(({ event, payload }) => (event === 'entries' ? (payload as { entries: Entry[] }).entries : []));

describe('the stream', { timeout: 120_000 }, () => {
  it('gives consoles with equal access identical data, however often one was cut off and whatever happened meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { maxLength: 40, size: 'max' }),
        async (turns) => {
          const world = await makeWorld();
          try {
            for (const turn of turns) await Promise.all(turn.map((action) => act(world, action as Action)));
            const { relay, people, steady, flaky } = world;
            for (const console of flaky) {
              if (console.socket.connected) continue;
              console.cut();
              await console.resume();
            }
            // What nobody may serve any more has gone back to its queue, which is a change as well.
            await until(async () => expect(await relay.store.read.assignedWithoutAccess()).toEqual([]));
            const fresh = await Promise.all(people.map(relay.console));
            for (const console of fresh) await console.follow();
            await fence(world, [...steady, ...flaky, ...fresh]);
            for (const [n, { id }] of people.entries()) {
              const scope = (await relay.store.read.scope(id))!;
              const expected = await truth(relay.store.read, scope);
              expect(steady[n]!.replica.dump()).toEqual(expected);
              expect(flaky[n]!.replica.dump()).toEqual(expected);
              expect(fresh[n]!.replica.dump()).toEqual(expected);
            }
            // One position, one content: what makes "newer wins" a rule that needs no other.
            const contents = new Map<string, Entry['row']>();
            for (const entry of [...steady, ...flaky].flatMap(entriesOf)) {
              const key = JSON.stringify([
                entry.kind,
                entry.row.position,
                'reader' in entry.row ? entry.row.reader : 0,
              ]);
              expect(contents.get(key) ?? entry.row).toEqual(entry.row);
              contents.set(key, entry.row);
            }
          } finally {
            world.elsewhere.close();
            await world.relay.dispose();
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
