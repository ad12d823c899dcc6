import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { namespaces, protocolNumber } from '../protocol/endpoints.ts';
import type { MessageId, PortalId, RequestId } from '../protocol/ids.ts';
import { openSqliteStore } from '../server/store/sqlite.ts';
import type { StoredRequest, Writer } from '../server/store/store.ts';
import { command, openForm, removeFolders, say, startRelay, submission, type Seat } from './parts/contenders.ts';
import { canPin, pinGenerator, type Contender } from './parts/cores.ts';
import { createTalk, type Pair } from './parts/pairs.ts';
import { finish, median, quantile } from './parts/report.ts';
import { askFor, openWire, type Wire } from './parts/wire.ts';

// Whether the relay gets slower with what it holds: appending to a new conversation in an empty relay, to a new one and
// to a long one in a full relay; and what others wait while consoles that were away catch up.
// npm run bench:growth [-- --check --messages 1000000 --long 10000 --changes 100000 --rounds 15]

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    long: { type: 'string', default: '10000' },
    changes: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '15' },
    slice: { type: 'string', default: '400' },
    check: { type: 'boolean', default: false },
  },
});
const messages = Number(options.messages);
const long = Number(options.long);
const changes = Number(options.changes);
const rounds = Number(options.rounds);
const sliceMs = Number(options.slice);
const inFlight = 8;
const perRequest = 20;
const perTransaction = 5_000;
const consolesAway = 5;
/** Beyond every position there will be: whoever reads from here has nothing to catch up with. */
const fromNow = Number.MAX_SAFE_INTEGER;

const closedRequest = (id: RequestId, companyId: StoredRequest['companyId'], portalId: string): StoredRequest => ({
  ...{ id, companyId, portalId: portalId as PortalId, position: 0 as never, subject: 'Printer', fields: [] },
  customer: { name: 'Carla Verdi', email: 'carla@bench.example' },
  source: {
    ...{ ip: '192.0.2.1', device: 'desktop', os: 'windows', osName: 'Windows 11', browser: 'Firefox 141' },
    ...{ language: 'it', page: '' },
  } as StoredRequest['source'],
  ...{ createdAt: 1, leftMessage: false, assigneeId: null, assignedAt: null, chat: 'none', handover: null },
  ...{ firstAnsweredAt: null, closedAt: 2, closedById: null, reopenedFrom: null, reopenedAs: null, rating: null },
  ...{ exposedAt: null, withdrawnAt: null, joinedAt: null },
});

/** So many messages in conversations of twenty. */
async function fill(folder: string): Promise<void> {
  const store = openSqliteStore(folder);
  const [portal] = await store.read.portals();
  if (portal === undefined) throw new Error('the relay has a portal');
  async function conversation(tx: Writer): Promise<void> {
    const id = await tx.nextRequestId();
    await tx.putRequest(closedRequest(id, portal!.companyId, portal!.id));
    for (let n = 0; n < perRequest; n += 1) {
      const text = `Line ${n}: the printer on the second floor prints every page twice and then stops, what now?`;
      const author = { kind: 'customer' } as const;
      await tx.addMessage({ id: newId() as MessageId, requestId: id, at: n, author, body: { kind: 'text', text } }, n);
    }
  }
  for (let done = 0; done < messages; done += perTransaction) {
    await store.write(async (tx) => {
      for (let n = 0; n < Math.min(perTransaction, messages - done); n += perRequest) await conversation(tx);
    });
  }
  store.close();
}

async function openConsole(port: number, token: string): Promise<Wire> {
  const wire = await openWire(port, namespaces.console, { protocol: protocolNumber, token });
  await askFor(wire, 'query', { name: 'stream.read', input: { after: fromNow } });
  return wire;
}

/** A conversation that has just begun. */
async function openPair(port: number, { token, slug }: Seat): Promise<Pair & { close: () => void }> {
  const form = await openForm(port);
  const own = await command<{ id: number; secret: string }>(form, 'request.submit', submission(slug));
  form.close();
  const page = await openWire(port, namespaces.portal, { protocol: protocolNumber, request: { ...own, after: null } });
  const console = await openConsole(port, token);
  await command(console, 'request.assign', { id: own.id });
  await command(console, 'chat.join', { id: own.id });
  return {
    customer: { wire: page, frame: (id, text) => say(id, 'chat.send', { text }) },
    technician: { wire: console, frame: (id, text) => say(id, 'chat.send', { id: own.id, text }) },
    close: () => {
      page.close();
      console.close();
    },
  };
}

async function newConversation(relay: Contender, seat: Seat): Promise<number> {
  const pair = await openPair(relay.port, seat);
  const rate = await createTalk([pair]).rush(inFlight, sliceMs);
  pair.close();
  return rate;
}

async function measureAppending(empty: Contender & { seats: Seat[] }, full: Contender & { seats: Seat[] }) {
  const lengthy = createTalk([await openPair(full.port, full.seats[1]!)]);
  for (let said = 0; said < long;) said += await lengthy.rush(inFlight, 1_000);
  const rates = { empty: [] as number[], full: [] as number[], long: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.empty.push(await newConversation(empty, empty.seats[0]!));
    rates.full.push(await newConversation(full, full.seats[0]!));
    rates.long.push(await lengthy.rush(inFlight, sliceMs));
  }
  return { empty: median(rates.empty), full: median(rates.full), long: median(rates.long) };
}

/** Milliseconds to the acknowledgement of each of the notes that a console gives, one after the other, until told to stop. */
async function probe(relay: Contender, seat: Seat, request: number, isOver: () => boolean): Promise<number[]> {
  const wire = await openConsole(relay.port, seat.token);
  const waits: number[] = [];
  while (!isOver()) {
    const begin = performance.now();
    await command(wire, 'chat.note', { id: request, text: 'How long?' });
    waits.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  wire.close();
  return waits;
}

/** Reads all that was missed, a page at a time; answers how many pages that were. */
async function catchUp(relay: Contender, seat: Seat, from: number): Promise<number> {
  const wire = await openWire(relay.port, namespaces.console, { protocol: protocolNumber, token: seat.token });
  let pages = 0;
  for (let after = from, more = true; more; pages += 1) {
    const page = await askFor<{ to: number; more: boolean }>(wire, 'query', { name: 'stream.read', input: { after } });
    ({ to: after, more } = page);
  }
  wire.close();
  return pages;
}

async function measureCatchUp(full: Contender & { seats: Seat[] }) {
  const seat = full.seats[0]!;
  const form = await openForm(full.port);
  const { id } = await command<{ id: number }>(form, 'request.submit', submission(seat.slug));
  form.close();
  const reader = await openWire(full.port, namespaces.console, { protocol: protocolNumber, token: seat.token });
  const { to: head } = await askFor<{ to: number }>(reader, 'query', {
    name: 'stream.read',
    input: { after: fromNow },
  });
  reader.close();
  const quietUntil = performance.now() + 2_000;
  const quiet = await probe(full, seat, id, () => performance.now() > quietUntil);
  let isDone = false;
  const begin = performance.now();
  const meanwhile = probe(full, seat, id, () => isDone);
  const away = Array.from({ length: consolesAway }, () => catchUp(full, seat, Math.max(0, head - changes)));
  const pages = await Promise.all(away);
  isDone = true;
  const took = performance.now() - begin;
  const waits = await meanwhile;
  const of = (all: number[]) => ({ p50: median(all), p99: quantile(all, 0.99), max: Math.max(...all) });
  const pageMs = took / pages.reduce((sum, count) => sum + count, 0);
  return { pages: pages[0] ?? 0, pageMs, seconds: took / 1_000, quiet: of(quiet), meanwhile: of(waits) };
}

pinGenerator();
try {
  console.log(`${messages} messages, one conversation of ${long}; ${canPin() ? 'pinned' : 'NOT PINNED'}`);
  const empty = await startRelay(2, 1);
  const full = await startRelay(2, 1, fill);
  const appending = await measureAppending(empty, full);
  const catching = await measureCatchUp(full);
  await empty.stop();
  await full.stop();
  const row = (name: string, value: number): void =>
    console.log(`${name.padEnd(44)} ${value.toFixed(0).padStart(9)} messages/s`);
  row('new conversation, empty relay', appending.empty);
  row('new conversation, full relay', appending.full);
  row('long conversation, full relay', appending.long);
  const waits = (name: string, { p50, p99, max }: { p50: number; p99: number; max: number }): void =>
    console.log(`${name.padEnd(44)} ${p50.toFixed(1)} / ${p99.toFixed(1)} / ${max.toFixed(1)} ms`);
  waits('acknowledgement p50 / p99 / max, quiet', catching.quiet);
  waits('the same while consoles catch up', catching.meanwhile);
  const each = `${catching.pages} pages each in ${catching.seconds.toFixed(1)} s`;
  console.log(`${consolesAway} consoles that missed ${changes} changes: ${each}`);
  finish(
    { messages, changes, appending, catching },
    {
      'slower in a full relay': { ratio: appending.empty / appending.full, atMost: 1.3 },
      'slower in a long conversation': { ratio: appending.empty / appending.long, atMost: 1.3 },
      'acknowledgements meanwhile, p50 in pages': { ratio: catching.meanwhile.p50 / catching.pageMs, atMost: 3 },
      'acknowledgements meanwhile, p99 in ms': { ratio: catching.meanwhile.p99, atMost: 100 },
    },
    options.check,
  );
} finally {
  removeFolders();
}
