import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandId, RequestId } from '../../protocol/ids.ts';
import { createStorage, type Storage } from './storage.ts';
import { owner } from './testing/cache.ts';
import * as make from './testing/entries.ts';

const workerUrl = new URL('./worker.ts', import.meta.url);

describe('the storage thread', () => {
  let folder: string;
  let storage: Storage;
  const renewed: string[] = [];
  const start = (): Storage =>
    createStorage({ folder, workerUrl, onSlow: () => {}, onRenewed: (file) => renewed.push(file) });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-thread-'));
    renewed.length = 0;
    storage = start();
    await storage.claim(owner);
  });
  afterEach(async () => {
    await storage.close().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers a question before what fills the cache, however much of that is queued', async () => {
    const done: string[] = [];
    const fill = (from: number, count: number) =>
      storage
        .applyEntries(
          Array.from({ length: count }, (_, n) => make.request(from + n, from + n)),
          make.upTo(),
          false,
        )
        .then(() => done.push('page'));
    // The first keeps the thread busy until all others, and the question, have come.
    const filling = [fill(1, 3_000), ...Array.from({ length: 10 }, (_, page) => fill(3_001 + page * 100, 100))];
    const counts = await storage.readCounts().then((answer) => {
      done.push('counts');
      return answer;
    });
    // The one under way was first, nothing else.
    expect(done.indexOf('counts')).toBeLessThanOrEqual(1);
    expect(counts.all).toBeLessThanOrEqual(3_000);
    await Promise.all(filling);
    expect((await storage.readCounts()).all).toBe(4_000);
  });

  it('lets a failed call fail alone, with a code', async () => {
    const broken = { kind: 'request', row: { ...make.request(1, 1).row, subject: null } } as never;
    await expect(storage.applyEntries([broken], make.upTo(), false)).rejects.toMatchObject({ code: 'bug' });
    expect((await storage.readCounts()).all).toBe(0);
  });

  it('refuses calls after the end', async () => {
    await storage.close();
    await expect(storage.readCounts()).rejects.toMatchObject({ code: 'closed' });
  });

  it('says why the files cannot be opened', async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    storage = start();
    await expect(storage.readCounts()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });

  it('takes a draft away when it is sent, and leaves it when something else is', async () => {
    const id = 1 as RequestId;
    const send = (n: number, text: string, takesDraft: boolean): Promise<void> =>
      storage.addCommand({
        id: make.messageId(n) as string as CommandId,
        name: 'chat.send',
        input: { id, text },
        at: n,
        takesDraft,
      });
    await storage.writeDraft(id, { text: 'half-written', note: false });
    await send(1, 'answered on a notification', false);
    expect(await storage.readDraft(id)).toEqual({ text: 'half-written', note: false });
    await send(2, 'half-written', true);
    expect(await storage.readDraft(id)).toBeNull();
    expect(await storage.readWaiting(null)).toMatchObject([
      { input: { text: 'answered on a notification' } },
      { input: { text: 'half-written' } },
    ]);
  });

  it('begins a cache that turns out to be damaged anew, with what waits to be sent untouched', async () => {
    for (let page = 0; page < 10; page += 1) {
      const entries = Array.from({ length: 100 }, (_, n) => make.request(1 + page * 100 + n, 1 + page * 100 + n));
      await storage.applyEntries(entries, make.upTo(), false);
    }
    const id = 1 as RequestId;
    await storage.writeDraft(id, { text: 'half-written', note: false });
    await storage.close();
    const cache = path.join(folder, 'cache.db');
    const handle = openSync(cache, 'r+');
    // All but the first pages, where the schema is: opening goes well.
    const schemaEnd = 40 * 4096;
    const rest = statSync(cache).size - schemaEnd;
    writeSync(handle, Buffer.alloc(rest, 0xa5), 0, rest, schemaEnd);
    closeSync(handle);

    storage = start();
    await storage.claim(owner);
    const window = {
      filter: 'all',
      search: '',
      sort: { column: 'id', descending: true },
      offset: 0,
      limit: 500,
    } as const;
    expect(await storage.readList(window)).toMatchObject({ rows: [], offset: 0, total: 0, counts: { all: 0 } });
    expect(renewed).toEqual(['cache']);
    expect(readdirSync(folder).some((name) => name.startsWith('cache.db.set-aside-'))).toBe(true);
    expect(await storage.readDraft(id)).toEqual({ text: 'half-written', note: false });
    expect(await storage.readOwner()).toEqual(owner);
    await storage.applyEntries([make.request(1, 1)], make.upTo(1), false);
    expect((await storage.readCounts()).all).toBe(1);
  });
});
