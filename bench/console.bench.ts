import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { inMain } from '../e2e/parts/in-main.ts';
import { layCable, type Cable } from '../main/relay/testing/cable.ts';
import { askForHelp } from '../main/relay/testing/customer.ts';
import { startProgram, type Program } from './parts/electron-program.ts';
import { fillRelay } from './parts/full-relay.ts';
import { pages, personName, sentence } from './parts/history.ts';
import { scrolling, searching, switching, watchRows } from './parts/page-measures.ts';
import { rawInserts } from './parts/raw-inserts.ts';
import { startFullRelay, type FullRelay } from './parts/relay-with-data.ts';
import { finish, median, quantile, type Bound } from './parts/report.ts';

// The console at home with years of requests, beside an empty Electron window measured in turn with it.
// npm run bench:console [-- --requests 100000 --messages 10 --runs 7 --check]

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '10' },
    runs: { type: 'string', default: '7' },
    check: { type: 'boolean', default: false },
  },
});
const requests = Number(options.requests);
const runs = Number(options.runs);
/** The newest requests have long chats: they are the ones that are switched between. */
const long = { requests: 14, messages: 500 };
const messagesOf = (id: number): number => (id > requests - long.requests ? long.messages : Number(options.messages));
const history = { requests, messagesOf };
const searches = ['porta', 'rete', 'casa', 'vite'];

const work = mkdtempSync(path.join(tmpdir(), 'sportello-bench-'));
const profile = path.join(work, 'profile');
const empty = path.join(import.meta.dirname, 'parts/empty-window');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The speed that raw inserts of the same rows reach, in entries a second. */
function rawSpeed(): number {
  const file = path.join(work, 'raw.db');
  const { entries, milliseconds } = rawInserts(pages(history, 500), file, true);
  rmSync(file, { force: true });
  return (entries / milliseconds) * 1000;
}

const consoleOn = (relay: FullRelay, url: string): Promise<Program> =>
  startProgram(profile, {
    SPORTELLO_RELAY: url,
    SPORTELLO_EMAIL: relay.sample.email,
    SPORTELLO_PASSWORD: relay.sample.password,
  });

/** Resolves when the console is live and has all requests. */
async function settled(page: Page): Promise<void> {
  const state = async (): Promise<string> => {
    // One row: what is asked again and again takes time from what is measured.
    const { counts } = await page.evaluate(() =>
      window.sportello.call('list.read', {
        ...{ filter: 'all', search: '', offset: 0, limit: 1 },
        sort: { column: 'id', descending: true },
      }),
    );
    const strip = await page.locator('header [role=status]').textContent();
    return counts.all < requests ? `${counts.all} requests` : (strip ?? '');
  };
  await expect.poll(state, { timeout: 600_000, intervals: [100] }).toBe('Live');
}

/** Resolves when Chromium has kept the page's compiled code, which it does once the page has run a while. */
async function codeKept(): Promise<void> {
  const folder = path.join(profile, 'Code Cache/js');
  const kept = (): number => readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  await expect.poll(kept, { timeout: 60_000 }).toBeGreaterThan(500_000);
}

type Rows = Awaited<ReturnType<typeof watchRows>>;
type Sync = { entriesPerSecond: number; loopDelayP99: number };

/** A first start: everything comes from the relay while main's event loop is watched. */
async function fullSync(relay: FullRelay, entries: number): Promise<Sync> {
  const console = await consoleOn(relay, relay.url);
  const started = performance.now();
  await inMain(console.app, () => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const watch = monitorEventLoopDelay({ resolution: 1 });
    watch.enable();
    Object.assign(globalThis, { watch });
  });
  await settled(console.page);
  const milliseconds = performance.now() - started;
  const loopDelayP99 = await inMain(
    console.app,
    () => (globalThis as unknown as { watch: { percentile: (p: number) => number } }).watch.percentile(99) / 1e6,
  );
  await console.quit();
  return { entriesPerSecond: (entries / milliseconds) * 1000, loopDelayP99 };
}

type Starts = { startMs: number[]; memory: number[] };

/** Starts the console and the empty window in turn, so that whatever slows the machine slows both. */
async function starts(relay: FullRelay): Promise<{ console: Starts; empty: Starts }> {
  const all = { console: { startMs: [], memory: [] } as Starts, empty: { startMs: [], memory: [] } as Starts };
  for (let run = 0; run <= runs; run += 1) {
    for (const name of ['empty', 'console'] as const) {
      const program =
        name === 'empty' ? await startProgram(path.join(work, 'empty'), {}, empty) : await consoleOn(relay, relay.url);
      if (name === 'console') {
        await settled(program.page);
        if (run === 0) await codeKept();
      }
      const memory = program.memory();
      await program.quit();
      // The first round warms what the disk and Chromium keep, as on a machine where they have run before.
      if (run === 0) continue;
      all[name].startMs.push(program.startMs);
      all[name].memory.push(memory / 1_048_576);
    }
  }
  return all;
}

/** From the moment the last byte of a new request reached the console's machine until its row was painted. */
async function arrivals(rows: Rows, cable: Cable, relay: FullRelay, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const customer = await askForHelp(relay.url, relay.sample.slug, `${sentence(6)} ${personName()}`);
    const at = await rows.painted(customer.id);
    times.push(at - cable.heardOf(customer.id));
    customer.leave();
  }
  return times;
}

/** The median over the rounds of each round's 95th percentile. The first is slower: code that was never run. */
async function rounds(measure: (round: number) => Promise<number[]>): Promise<number> {
  const p95: number[] = [];
  for (let round = 0; round < runs; round += 1) p95.push(quantile(await measure(round), 0.95));
  return median(p95);
}

async function play(relay: FullRelay): Promise<void> {
  say(`filling the relay with ${requests} requests …`);
  const entries = await relay.fill((folder) => fillRelay(folder, history));
  await relay.start();
  const raw = rawSpeed();
  say(`full sync of ${entries} entries …`);
  const sync = await fullSync(relay, entries);
  say(`${runs} starts of the console and of an empty window, in turn …`);
  const { console: ours, empty: floor } = await starts(relay);

  const cable = await layCable(relay.port);
  // Another address is another relay to the console: through the cable it fills a cache of its own.
  rmSync(profile, { recursive: true, force: true });
  const console = await consoleOn(relay, cable.url);
  const { page } = console;
  await settled(page);
  const rows = await page
    .getByRole('row')
    .evaluateAll((all) => all.flatMap((row) => (row.id === '' ? [] : [Number(row.id.split('-')[1])])));
  const ids = rows.slice(0, long.requests - 2);
  const switched = await rounds(() => switching(page, ids));
  const searched = await rounds(async (round) => {
    const times = await searching(page, searches[round % searches.length] ?? '');
    await page.keyboard.press('Escape');
    return times;
  });
  const gaps = await scrolling(page, 400);
  await page
    .getByRole('grid')
    .first()
    .evaluate((grid) => grid.scrollTo({ top: 0 }));
  const watched = await watchRows(page);
  const arrived = await rounds(() => arrivals(watched, cable, relay, 20));
  await console.quit();
  await cable.dispose();

  const row = (name: string, value: number, unit: string, floorValue?: number): void =>
    say(
      `${name.padEnd(44)} ${value.toFixed(1).padStart(9)} ${unit}${floorValue === undefined ? '' : `   (floor ${floorValue.toFixed(1)})`}`,
    );
  say('');
  row('start to interactive list', median(ours.startMs), 'ms', median(floor.startMs));
  row('memory of all processes', median(ours.memory), 'MiB', median(floor.memory));
  row('full sync', sync.entriesPerSecond, 'entries/s', raw);
  const bounds: Record<string, Bound> = {
    'start, to an empty window': { ratio: median(ours.startMs) / median(floor.startMs), atMost: 1.35 },
    'memory, to an empty window': { ratio: median(ours.memory) / median(floor.memory), atMost: 1.6 },
    'event received to row painted, p95 in ms': { ratio: arrived, atMost: 50 },
    'switch to a request of 500 messages, p95 in ms': { ratio: switched, atMost: 50 },
    'keystroke in search to results, p95 in ms': { ratio: searched, atMost: 60 },
    'longest frame while scrolling, in ms': { ratio: Math.max(...gaps), atMost: 50 },
    "main's event-loop delay in a full sync, p99 in ms": { ratio: sync.loopDelayP99, atMost: 20 },
    'full sync, to raw inserts': { ratio: sync.entriesPerSecond / raw, atLeast: 0.4 },
  };
  finish({ requests, starts: ours.startMs, floorStarts: floor.startMs }, bounds, options.check);
}

const relay = await startFullRelay(path.join(work, 'relay'));
try {
  await play(relay);
} finally {
  await relay.stop();
  rmSync(work, { recursive: true, force: true });
}
