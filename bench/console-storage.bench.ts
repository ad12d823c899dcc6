import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Entry } from '../protocol/entries.ts';
import type { RequestId } from '../protocol/ids.ts';
import { createOperations } from '../main/storage/operations.ts';
import * as make from '../main/storage/testing/entries.ts';
import { pages, random, vocabulary } from './parts/history.ts';
import { rawInserts } from './parts/raw-inserts.ts';
import { quantile } from './parts/report.ts';

// How long the console's storage takes over a full cache: synchronous operations, without the way through the thread.
// node bench/console-storage.bench.ts [--requests 100000] [--messages 10] [--check]

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '10' },
    check: { type: 'boolean', default: false },
  },
});
const requests = Number(options.requests);
const perRequest = Number(options.messages);
const pageSize = 500;
const all = { requests, messagesOf: () => perRequest };

const folder = mkdtempSync(path.join(tmpdir(), 'sportello-bench-'));
const operations = createOperations({ folder }, Date.now);
operations.claim({ relay: 'http://relay.example', technicianId: make.me });
const results: Record<string, number> = {};

function measure(name: string, runs: readonly (() => unknown)[], limitMs: number): void {
  runs[0]?.();
  const times = Array.from({ length: Math.max(15, runs.length) }, (_, i) => {
    const started = performance.now();
    runs[i % runs.length]?.();
    return performance.now() - started;
  });
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  results[name] = p95;
  const over = p95 > limitMs ? '  OVER' : '';
  console.log(
    `${name.padEnd(44)} ${p50.toFixed(1).padStart(8)} ${p95.toFixed(1).padStart(8)} ${String(limitMs).padStart(6)}${over}`,
  );
  if (over !== '' && options.check) process.exitCode = 1;
}

try {
  // In blocks, so that neither contender has the machine to itself and memory stays small.
  let ours = 0;
  const floors = { searchable: 0, bare: 0 };
  let entries = 0;
  let slowest = 0;
  let block: Entry[][] = [];
  let blocks = 0;
  const flush = (): void => {
    for (const floor of ['searchable', 'bare'] as const) {
      const file = path.join(folder, `${floor}-${(blocks += 1)}.db`);
      floors[floor] += rawInserts(block, file, floor === 'searchable').milliseconds;
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    }
    for (const page of block) {
      const started = performance.now();
      operations.applyEntries(page, make.upTo(page.at(-1)?.row.position), false);
      const elapsed = performance.now() - started;
      ours += elapsed;
      slowest = Math.max(slowest, elapsed);
      entries += page.length;
    }
    block = [];
  };
  for (const page of pages(all, pageSize)) {
    block.push(page);
    if (block.length === 200) flush();
  }
  flush();
  const size = (statSync(path.join(folder, 'cache.db')).size / 1_048_576).toFixed(0);
  const speed = (elapsed: number): string => `${Math.round(entries / (elapsed / 1000))} entries/s`;
  console.log(`${requests} requests, ${requests * perRequest} messages: cache.db ${size} MiB`);
  console.log(`apply ${speed(ours)}; raw inserts ${speed(floors.searchable)}; into bare tables ${speed(floors.bare)}`);
  console.log(`slowest page of ${pageSize}: ${slowest.toFixed(0)} ms`);
  results['apply to raw inserts'] = floors.searchable / ours;
  results['apply to bare inserts'] = floors.bare / ours;
  console.log(
    `ratio ${results['apply to raw inserts'].toFixed(2)}, to bare ${results['apply to bare inserts'].toFixed(2)}`,
  );
  console.log();

  console.log(`${'milliseconds'.padEnd(44)} ${'p50'.padStart(8)} ${'p95'.padStart(8)} ${'limit'.padStart(6)}`);
  const list = (part: Partial<Parameters<typeof operations.readList>[0]>) => () =>
    operations.readList({
      filter: 'all',
      search: '',
      sort: { column: 'id', descending: true },
      offset: 0,
      limit: 100,
      ...part,
    });
  const offsets = [0, requests * 0.1, requests * 0.3, requests * 0.5, requests * 0.7, requests * 0.95].map(Math.floor);
  for (const column of ['id', 'customer', 'company', 'status', 'assignee', 'device', 'waiting'] as const) {
    for (const filter of ['all', 'completed'] as const) {
      const sort = { column, descending: column === 'id' };
      measure(
        `list ${filter} by ${column}`,
        offsets.map((offset) => list({ filter, sort, offset })),
        30,
      );
    }
  }
  for (const filter of ['new', 'active'] as const) {
    for (const column of ['id', 'customer', 'assignee', 'waiting'] as const) {
      const orders = [true, false].map((descending) => list({ filter, sort: { column, descending } }));
      measure(`list ${filter} by ${column}`, orders, 30);
    }
  }
  const common = vocabulary[0] as string;
  const rare = vocabulary.at(-1) as string;
  for (const [name, searched] of [
    ['one letter', 'p'],
    ['two letters', 'po'],
    ['three letters', 'por'],
    ['four letters', 'port'],
    ['a common word', common],
    ['a rare word', rare],
    ['two common words', `${common} ${vocabulary[3]}`],
    ['two prefixes', 'po la'],
    ['four prefixes', 'po la ca te'],
    ['a number', String(Math.floor(requests / 2))],
    ['nothing', 'xqzw'],
  ] as const) {
    measure(`search ${name} (“${searched}”)`, [list({ search: searched })], 45);
    measure(`search ${name} among new`, [list({ search: searched, filter: 'new' })], 45);
  }
  const ids = Array.from({ length: 30 }, () => (1 + Math.floor(random() * requests)) as RequestId);
  measure(
    'conversation, newest page',
    ids.map((id) => () => operations.readConversation(id, null, 100, true)),
    10,
  );
  measure(
    'request details',
    ids.map((id) => () => operations.readRequest(id)),
    10,
  );
  measure('counts', [() => operations.readCounts()], 20);
  measure('my support requests', [() => operations.readMine()], 20);
  const next = requests + 1;
  let position = 1e9;
  const live = () =>
    operations.applyEntries([make.request(next + position, (position += 1))], make.upTo(position), true);
  measure('a live request', [live], 10);
  console.log(`\nRESULT ${JSON.stringify(results)}`);
} finally {
  operations.close();
  rmSync(folder, { recursive: true, force: true });
}
