import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { openConsole, openForm, removeFolders, startFloor, startRelay, submission } from './parts/contenders.ts';
import { canPin, pinGenerator } from './parts/cores.ts';
import { finish, median, quantile } from './parts/report.ts';
import { openWire, type Wire } from './parts/wire.ts';

// How long one submitted request takes to 500 Available consoles, until the last has it, beside a bare room emit:
// npm run bench:fanout [-- --check --consoles 500 --rounds 100]

const { values: options } = parseArgs({
  options: {
    consoles: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '100' },
    check: { type: 'boolean', default: false },
  },
});
const consoles = Number(options.consoles);
const rounds = Number(options.rounds);

const say = (slug: string): string => JSON.stringify({ id: newId(), name: 'request.submit', input: submission(slug) });

/** Makes a function that has one request told to all listeners and answers the milliseconds until the last has it. */
function createFanout(sender: Wire, listeners: readonly Wire[], slug: string): () => Promise<number> {
  let waiting = 0;
  let arrived: () => void = () => {};
  for (const wire of listeners) {
    wire.onPacket = (packet) => {
      if (!packet.includes('The printer is on fire.')) return;
      waiting -= 1;
      if (waiting === 0) arrived();
    };
  }
  return async () => {
    waiting = listeners.length;
    const all = new Promise<void>((resolve) => (arrived = resolve));
    const begin = performance.now();
    sender.ask('command', say(slug));
    await all;
    return performance.now() - begin;
  };
}

async function openAll(open: (n: number) => Promise<Wire>): Promise<Wire[]> {
  const all: Wire[] = [];
  for (let n = 0; n < consoles; n += 1) all.push(await open(n));
  return all;
}

pinGenerator();
try {
  const floor = await startFloor();
  const relay = await startRelay(consoles, consoles);
  const slug = relay.seats[0]?.slug ?? '';
  const contenders = {
    'bare room emit': createFanout(
      await openWire(floor.port, '/', {}),
      await openAll(() => openWire(floor.port, '/', {})),
      slug,
    ),
    relay: createFanout(
      await openForm(relay.port),
      await openAll((n) => openConsole(relay.port, relay.seats[n]?.token ?? '')),
      slug,
    ),
  };
  const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
  const warmUp = 20;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, fanout] of Object.entries(contenders)) {
      const elapsed = await fanout();
      if (round >= 0) times.get(name)?.push(elapsed);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const pinned = canPin();
  console.log(
    `${consoles} consoles, ${rounds} rounds; ${pinned ? 'servers on core 0, consoles on core 1' : 'NOT PINNED'}`,
  );
  console.log(`${'until the last has it'.padEnd(24)} ${'p50 ms'.padStart(8)} ${'p95 ms'.padStart(8)}`);
  const results: Record<string, { p50Ms: number; p95Ms: number }> = {};
  for (const [name, measured] of times) {
    const row = { p50Ms: median(measured), p95Ms: quantile(measured, 0.95) };
    results[name] = row;
    console.log(`${name.padEnd(24)} ${row.p50Ms.toFixed(2).padStart(8)} ${row.p95Ms.toFixed(2).padStart(8)}`);
  }
  const ratio = (results['relay']?.p50Ms ?? NaN) / (results['bare room emit']?.p50Ms ?? NaN);
  finish(
    { ...results, consoles, rounds, pinned },
    { 'relay to a bare room emit': { ratio, atMost: 1.5 } },
    options.check,
  );
  await floor.stop();
  await relay.stop();
} finally {
  removeFolders();
}
process.exit();
