import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import type { Entry } from '../protocol/entries.ts';
import type { RequestId } from '../protocol/ids.ts';
import { statuses, statusOf } from '../protocol/lifecycle.ts';
import { cacheMigrations } from '../main/storage/migrations/cache.ts';
import { migrate } from '../main/storage/open.ts';
import { createOperations } from '../main/storage/operations.ts';
import * as make from '../main/storage/testing/entries.ts';

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

/** A repeatable source of chance (mulberry32), so that runs compare. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = chance(7);
const syllables = 'ba ce di fo gu la me ni po ru sa te vi zo ca pre stam rete por ta co nes li'.split(' ');
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const vocabulary = Array.from({ length: 8_000 }, () =>
  Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(syllables)).join(''),
);
/** Few words are frequent, most are rare, as in a language. */
const word = (): string => vocabulary[Math.floor(vocabulary.length * random() ** 3)] as string;
const sentence = (words: number): string => Array.from({ length: words }, word).join(' ');

function* history(): Generator<Entry> {
  let position = 0;
  for (let n = 1; n <= 50; n += 1) yield make.company(n, (position += 1), `${word()} Srl ${n}`);
  for (let n = 1; n <= 40; n += 1) yield make.technician(n, (position += 1), `${word()} ${word()}`);
  for (let id = 1; id <= requests; id += 1) {
    const share = id / requests;
    const state = share > 0.98 ? {} : share > 0.95 ? make.mine : make.closed;
    const assigneeId = share > 0.98 ? null : make.technicianId(share > 0.9999 - 0.02 ? 1 : 2 + (id % 39));
    yield make.request(id, (position += 1), {
      ...state,
      assigneeId,
      companyId: make.companyId(1 + (id % 50)),
      subject: sentence(5),
      customer: { name: `${word()} ${word()}`, email: `${word()}${id % 20_000}@${word()}.example` },
    });
    for (let seq = 1; seq <= perRequest; seq += 1) {
      yield make.message(id, (position += 1), seq, sentence(12), seq % 2 === 1 ? { kind: 'customer' } : make.byMe);
    }
    yield make.activity(id, (position += 1), perRequest, share > 0.95 && id % 2 === 0 ? 1_000_000 + id : null);
  }
}

function* pages(): Generator<Entry[]> {
  let page: Entry[] = [];
  for (const entry of history()) {
    page.push(entry);
    if (page.length === pageSize) {
      yield page;
      page = [];
    }
  }
  yield page;
}

const bare = `
  CREATE TABLE requests (id INTEGER PRIMARY KEY, position INTEGER, doc TEXT, company_id TEXT, company TEXT, customer TEXT,
    email TEXT, subject TEXT, status INTEGER, assignee_id TEXT, assignee TEXT, device TEXT, created_at INTEGER,
    activity_position INTEGER, last_seq INTEGER, waiting_since INTEGER) STRICT;
  CREATE TABLE messages (position INTEGER PRIMARY KEY, id TEXT, request_id INTEGER, seq INTEGER, at INTEGER,
    author_kind TEXT, author_id TEXT, kind TEXT, body TEXT) STRICT;`;

/**
 * The floors: the same rows inserted as they come, a transaction a page, with nothing looked at. `searchable`: into the
 * cache's own tables, with their indexes and search; otherwise into bare ones. Answers milliseconds.
 */
function rawInserts(all: readonly Entry[][], file: string, searchable: boolean): number {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  if (searchable) migrate(db, cacheMigrations);
  else db.exec(bare);
  const request = db.prepare(
    `INSERT INTO requests (id, position, doc, company_id, company, customer, email, subject, status, assignee_id,
       assignee, device, created_at, activity_position, last_seq, waiting_since)
     VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, '', ?, ?, 0, 0, NULL)`,
  );
  const message = db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const activity = db.prepare(
    'UPDATE requests SET activity_position = ?, last_seq = ?, waiting_since = ? WHERE id = ?',
  );
  const searches = searchable
    ? {
        request: db.prepare('INSERT INTO requests_search (rowid, customer, email, subject) VALUES (?, ?, ?, ?)'),
        message: db.prepare('INSERT INTO messages_search (rowid, body) VALUES (?, ?)'),
      }
    : null;
  const write = db.transaction((page: Entry[]) => {
    for (const { kind, row } of page) {
      if (kind === 'request') {
        const { id, customer, subject, source } = row;
        const status = statuses.indexOf(statusOf(row));
        const device = `${source.device} ${source.osName}`;
        const { position, companyId, assigneeId, createdAt } = row;
        // prettier-ignore
        request.run(id, position, JSON.stringify(row), companyId, customer.name, customer.email, subject, status, assigneeId, device, createdAt);
        searches?.request.run(id, customer.name, customer.email, subject);
      }
      if (kind === 'activity') activity.run(row.position, row.lastSeq, row.waitingSince, row.requestId);
      if (kind === 'message') {
        const { position, id, requestId, seq, at, author, body } = row;
        const text = body.kind === 'event' ? '' : body.text;
        const authorId = author.kind === 'technician' ? author.id : null;
        message.run(position, id, requestId, seq, at, author.kind, authorId, body.kind, text);
        searches?.message.run(position, text);
      }
    }
  });
  const started = performance.now();
  for (const page of all) write(page);
  const elapsed = performance.now() - started;
  db.close();
  return elapsed;
}

const folder = mkdtempSync(path.join(tmpdir(), 'sportello-bench-'));
const operations = createOperations({ folder }, Date.now);
operations.claim({ relay: 'http://relay.example', technicianId: make.me });
const results: Record<string, number> = {};

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
function measure(name: string, runs: readonly (() => unknown)[], limitMs: number): void {
  runs[0]?.();
  const times = Array.from({ length: Math.max(15, runs.length) }, (_, i) => {
    const started = performance.now();
    runs[i % runs.length]?.();
    return performance.now() - started;
  });
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
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
      floors[floor] += rawInserts(block, file, floor === 'searchable');
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    }
    for (const page of block) {
      const started = performance.now();
      operations.applyEntries(page, page.at(-1)?.row.position ?? 0, false);
      const elapsed = performance.now() - started;
      ours += elapsed;
      slowest = Math.max(slowest, elapsed);
      entries += page.length;
    }
    block = [];
  };
  for (const page of pages()) {
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
    measure(`list ${filter} by id`, [list({ filter })], 30);
    measure(`list ${filter} by customer`, [list({ filter, sort: { column: 'customer', descending: false } })], 30);
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
  const live = () => operations.applyEntries([make.request(next + position, (position += 1))], position, true);
  measure('a live request', [live], 10);
  console.log(`\nRESULT ${JSON.stringify(results)}`);
} finally {
  operations.close();
  rmSync(folder, { recursive: true, force: true });
}
