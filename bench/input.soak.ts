import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { openSqliteStore } from '../server/store/sqlite.ts';
import { badInputs } from '../server/testing/bad-input.ts';
import { countRows } from '../server/testing/contents.ts';
import { createOnslaught, prepareTarget } from '../server/testing/onslaught.ts';
import { createRelayProcess } from '../server/testing/relay-process.ts';
import { createSeeds } from '../server/testing/relay.ts';

// Throws bad input at a relay in a process of its own, and looks whether it holds: npm run soak:input [-- --runs 100000]
// Each gets a stable code or the end of its connection, nothing changes, and memory stays as it was.

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const runs = Number(options.runs);
const seed = Number(options.seed);
const atOnce = 50;
/** Growth of the heap from the first quarter to the end that is put down to how garbage is collected. */
const heapSlack = 24 * 1024 * 1024;

async function usedHeap(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^sportello_nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1]);
}

const relay = await createRelayProcess({ SPORTELLO_LOG_LEVEL: 'debug' });
try {
  const store = openSqliteStore(relay.folder);
  const seeds = createSeeds(store, Date.now);
  const [{ slug }, { token }] = [await seeds.company('Acme Srl'), await seeds.technician('Anna')];
  store.close();
  await relay.start();
  const target = await prepareTarget(relay.url, token, slug);
  const before = countRows(relay.folder);
  const onslaught = createOnslaught(target);
  const outcomes = new Map<string, number>();
  const heaps: number[] = [];
  console.log(`${runs} pieces of bad input, seed ${seed}`);
  const inputs = badInputs(target.known);
  for (let done = 0; done < runs; done += atOnce) {
    const some = fc.sample(inputs, { numRuns: Math.min(atOnce, runs - done), seed: seed + done });
    for (const outcome of await Promise.all(some.map(onslaught.throwAt))) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    if (done % (atOnce * 20) === 0) heaps.push(await usedHeap(relay.url));
  }
  await onslaught.close();
  for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(8)}  ${outcome}`);
  }
  // The lowest of each quarter: what is left when garbage has just been collected.
  const quarter = Math.max(1, Math.floor(heaps.length / 4));
  const [early, late] = [Math.min(...heaps.slice(0, quarter)), Math.min(...heaps.slice(-quarter))];
  const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.log(`heap in use: ${mebibytes(early)} MiB at first, ${mebibytes(late)} MiB at the end`);

  const after = countRows(relay.folder);
  const faults = [
    ...(JSON.stringify(after) === JSON.stringify(before) ? [] : [`rows changed: ${JSON.stringify({ before, after })}`]),
    ...(late - early > heapSlack ? ['memory grew'] : []),
    ...relay.lines.filter((line) => /"level":(50|60)/.test(line)).map((line) => `the relay complained: ${line}`),
  ];
  for (const fault of faults) console.error(fault);
  const isAlive = (await fetch(`${relay.url}/healthz`)).ok;
  console.log(
    `RESULT ${JSON.stringify({ runs, seed, early, late, head: after['head'], alive: isAlive, faults: faults.length })}`,
  );
  process.exitCode = faults.length === 0 && isAlive ? 0 : 1;
} finally {
  await relay.dispose();
}
