import { parseArgs } from 'node:util';
import { openFloorPair, openRelayPair, newFolder, removeFolders, startFloor, startRelay } from './parts/contenders.ts';
import { canPin, pinGenerator, type Contender } from './parts/cores.ts';
import { measureIdle } from './parts/idle.ts';
import { createTalk, type Pair } from './parts/pairs.ts';
import { finish, median, quantile } from './parts/report.ts';

// What the relay costs beside what no relay can do without: npm run bench:relay [-- --check --pairs 200 --rounds 15 --idle 1000]
// Servers on one core, this generator on the other. Contenders take turns in short slices, so that whatever else the
// machine does falls on all of them.

const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '15' },
    slice: { type: 'string', default: '1000' },
    idle: { type: 'string', default: '1000' },
    check: { type: 'boolean', default: false },
  },
});
const pairs = Number(options.pairs);
const rounds = Number(options.rounds);
const sliceMs = Number(options.slice);
const inFlight = 8;
const pacedPerSecond = 200;

type Talking = { name: string; server: Contender; talk: ReturnType<typeof createTalk> };

async function talking(name: string, server: Contender, open: (n: number) => Promise<Pair>): Promise<Talking> {
  const all: Pair[] = [];
  for (let n = 0; n < pairs; n += 1) all.push(await open(n));
  return { name, server, talk: createTalk(all) };
}

async function measureTalk(): Promise<Record<string, Record<string, number>>> {
  const floorA = await startFloor();
  const floorB = await startFloor(newFolder());
  const relay = await startRelay(pairs, 1);
  const contenders = [
    await talking('A', floorA, (n) => openFloorPair(floorA.port, n)),
    await talking('B', floorB, (n) => openFloorPair(floorB.port, n)),
    await talking('relay', relay, (n) => openRelayPair(relay.port, relay.seats[n]!)),
  ];
  const out: Record<string, Record<string, number>> = {};
  for (const { talk } of contenders) await talk.rush(inFlight, 2_000);
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const busy = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, server, talk } of contenders) {
      const [cpu, at] = [server.cpuMs(), performance.now()];
      rates.get(name)?.push(await talk.rush(inFlight, sliceMs));
      busy.get(name)?.push((server.cpuMs() - cpu) / (performance.now() - at));
    }
  }
  const delays = new Map<string, number[][]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, talk } of contenders) delays.get(name)?.push(await talk.pace(pacedPerSecond, sliceMs * 2));
  }
  for (const { name, server } of contenders) {
    const slices = delays.get(name) ?? [];
    out[name] = {
      messagesPerSecond: median(rates.get(name) ?? []),
      coreBusy: median(busy.get(name) ?? []),
      p50Ms: median(slices.map((slice) => quantile(slice, 0.5))),
      p99Ms: median(slices.map((slice) => quantile(slice, 0.99))),
    };
    await server.stop();
  }
  return out;
}

pinGenerator();
try {
  const pinned = canPin();
  console.log(
    `${pairs} pairs, ${inFlight} in flight; ${pinned ? 'servers on core 0, generator on core 1' : 'NOT PINNED'}`,
  );
  const { A = {}, B = {}, relay = {} } = await measureTalk();
  const number = (value: number | undefined, digits: number): string => (value ?? NaN).toFixed(digits).padStart(10);
  console.log(
    `${''.padEnd(10)} ${'messages/s'.padStart(10)} ${'core busy'.padStart(10)} ${'p50 ms'.padStart(10)} ${'p99 ms'.padStart(10)}`,
  );
  for (const [name, row] of Object.entries({ A, B, relay })) {
    const { messagesPerSecond, coreBusy, p50Ms, p99Ms } = row;
    console.log(
      `${name.padEnd(10)} ${number(messagesPerSecond, 0)} ${number(coreBusy, 2)} ${number(p50Ms, 2)} ${number(p99Ms, 2)}`,
    );
  }
  const connections = Number(options.idle);
  const idle = await measureIdle(connections);
  console.log(`bytes of memory that one of ${connections} idle connections takes:`);
  for (const [name, bytes] of Object.entries(idle)) console.log(`${name.padEnd(10)} ${number(bytes, 0)}`);
  finish(
    { A, B, relay, idle, pairs, inFlight, connections, pinned },
    {
      'throughput to A': { ratio: relay['messagesPerSecond']! / A['messagesPerSecond']!, atLeast: 0.45 },
      'throughput to B': { ratio: relay['messagesPerSecond']! / B['messagesPerSecond']!, atLeast: 0.65 },
      'p99 of delivery to B': { ratio: relay['p99Ms']! / B['p99Ms']!, atMost: 2 },
      'memory of an idle console to A': { ratio: idle.console / idle.A, atMost: 1.3 },
      'memory of an idle page to A': { ratio: idle.page / idle.A, atMost: 1.3 },
    },
    options.check,
  );
} finally {
  removeFolders();
}
