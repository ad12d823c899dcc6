import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { createOperations, openAtOnce, type Operations } from './operations.ts';
import { owner, queueText } from './testing/cache.ts';
import * as make from './testing/entries.ts';

describe('the two files', () => {
  let folder: string;
  let open: Operations[] = [];
  const opened = (): Operations => {
    const operations = createOperations({ folder }, () => 1_000);
    open.push(operations);
    operations.claim(owner);
    return operations;
  };
  const closeAll = (): void => {
    for (const operations of open) operations.close();
    open = [];
  };
  const file = (name: string): string => path.join(folder, name);

  /** A cache with a request, and a pending file with a text and a draft for it. */
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'sportello-files-')), 'data');
    const operations = opened();
    operations.applyEntries([make.request(1, 1), make.message(1, 2, 1, 'hello')], make.upTo(2), false);
    queueText(operations, 3, 1, 'on its way');
    operations.writeDraft(1 as RequestId, { text: 'half-written', note: true });
    closeAll();
  });
  afterEach(() => {
    closeAll();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });
  const expectPendingIsThere = (operations: Operations): void => {
    expect(operations.readWaiting(null)).toMatchObject([{ input: { text: 'on its way' } }]);
    expect(operations.readDraft(1 as RequestId)).toEqual({ text: 'half-written', note: true });
  };

  /** Whether they can be read at once, by their owner. */
  const areOfNow = (options: { folder: string }): boolean => {
    const operations = openAtOnce(options, owner);
    operations?.close();
    return operations !== null;
  };

  it('are of now when both are there, whole, in the newest shape', () => {
    expect(areOfNow({ folder })).toBe(true);
    for (const name of ['cache.db', 'pending.db']) {
      const db = new Database(file(name));
      const newest = db.pragma('user_version', { simple: true }) as number;
      for (const other of [newest - 10, newest + 10]) {
        db.pragma(`user_version = ${other}`);
        expect(areOfNow({ folder }), `${name} of shape ${other}`).toBe(false);
      }
      db.pragma(`user_version = ${newest}`);
      db.close();
    }
    expect(areOfNow({ folder })).toBe(true);
    writeFileSync(file('cache.db'), 'no database at all');
    expect(areOfNow({ folder })).toBe(false);
    rmSync(file('cache.db'));
    expect(areOfNow({ folder })).toBe(false);
    expect(readdirSync(folder)).not.toContain('cache.db');
  });

  it('are read at once by their owner alone', () => {
    expect(openAtOnce({ folder }, { ...owner, relay: 'https://other.example' })).toBeNull();
    expect(openAtOnce({ folder }, { ...owner, technicianId: 'another' as typeof owner.technicianId })).toBeNull();
  });

  it.each(['cache.db', 'pending.db'])('wherever %s is damaged, are left to who can mend them', (name) => {
    const whole = readFileSync(file(name));
    for (let page = 0; page < whole.length / 4096; page += 1) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, page * 4096, (page + 1) * 4096);
      writeFileSync(file(name), damaged);
      // Whatever this page is of: it is opened or not, and nothing is thrown, set aside or begun anew.
      areOfNow({ folder });
      expect(readFileSync(file(name)).subarray(page * 4096, (page + 1) * 4096)).toEqual(
        damaged.subarray(page * 4096, (page + 1) * 4096),
      );
      expect(readdirSync(folder).filter((other) => other.includes('set-aside'))).toEqual([]);
    }
  });

  it.skipIf(process.platform === 'win32')("are the person's alone", () => {
    opened();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(file(name)).mode & 0o077, name).toBe(0);
  });

  it('come back as they were', () => {
    const operations = opened();
    expect(operations.readOpening()).toEqual({ cacheSetAside: false, pendingSetAside: false, rescued: 0 });
    expect(operations.readProgress().cursor).toBe(2);
    expect(operations.readRequest(1 as RequestId)).not.toBeNull();
    expectPendingIsThere(operations);
  });

  it.each([
    ['no database', () => writeFileSync(file('cache.db'), 'x'.repeat(9_000))],
    ['of a newer console', () => new Database(file('cache.db')).pragma('user_version = 99990')],
  ])('a cache that is %s is set aside and begun anew; what waits to be sent is untouched', (_name, damage) => {
    damage();
    const operations = opened();
    expect(operations.readOpening().cacheSetAside).toBe(true);
    expect(readdirSync(folder)).toContain('cache.db.set-aside-1000');
    expect(operations.readProgress()).toEqual({ cursor: 0, scope: null, snapshot: null });
    expectPendingIsThere(operations);
  });

  it('a pending file of a newer console is refused by name, and neither file is touched', () => {
    const newer = new Database(file('pending.db'));
    newer.pragma('user_version = 99990');
    newer.close();
    const before = readFileSync(file('pending.db'));
    expect(() => opened()).toThrow(
      expect.objectContaining({ code: 'newer', message: expect.stringContaining('pending.db') }),
    );
    expect(readFileSync(file('pending.db'))).toEqual(before);
  });

  it('a pending file that is no database is set aside; the console starts', () => {
    writeFileSync(file('pending.db'), 'x'.repeat(9_000));
    const operations = opened();
    expect(operations.readOpening()).toMatchObject({ pendingSetAside: true, rescued: 0 });
    expect(readdirSync(folder)).toContain('pending.db.set-aside-1000');
    queueText(operations, 4, 1, 'the next');
    expect(operations.readWaiting(null)).toHaveLength(1);
  });

  it('of a damaged pending file what can be read is saved', () => {
    const operations = opened();
    for (let n = 10; n < 60; n += 1) queueText(operations, n, n, 'x'.repeat(3_000));
    closeAll();
    // A page in the middle of the commands.
    const pages = statSync(file('pending.db')).size / 4096;
    const handle = openSync(file('pending.db'), 'r+');
    writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, Math.floor(pages / 2) * 4096);
    closeSync(handle);

    const again = opened();
    const { pendingSetAside, rescued } = again.readOpening();
    expect(pendingSetAside).toBe(true);
    expect(rescued).toBeGreaterThan(40);
    expect(again.readWaiting(null).length).toBeGreaterThan(40);
    expect(again.readDraft(1 as RequestId)).toEqual({ text: 'half-written', note: true });
  });

  it('a truncated cache is set aside, at the latest when what is missing is read', () => {
    const operations = opened();
    for (let n = 2; n < 400; n += 1) operations.applyEntries([make.request(n, n * 10)], make.upTo(n * 10), false);
    closeAll();
    truncateSync(file('cache.db'), Math.floor(statSync(file('cache.db')).size / 8192) * 4096);
    let code = '';
    try {
      const again = opened();
      if (!again.readOpening().cacheSetAside) again.readCounts();
      code = again.readOpening().cacheSetAside ? 'set aside' : '';
    } catch (error) {
      code = String(Reflect.get(error as Error, 'code'));
    }
    expect(['set aside', 'damaged']).toContain(code);
  });

  it('a file that another program holds is told as locked', { timeout: 20_000 }, () => {
    const other = new Database(file('pending.db'));
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    expect(() => opened()).toThrow(expect.objectContaining({ code: 'locked' }));
    other.close();
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that may not be written is told as read-only',
    () => {
      chmodSync(file('cache.db'), 0o400);
      chmodSync(folder, 0o500);
      expect(() => opened()).toThrow(expect.objectContaining({ code: 'read-only' }));
      chmodSync(folder, 0o700);
    },
  );

  it('keeps what one technician left unsent for that technician, and shows another nothing of it', () => {
    const operations = opened();
    operations.claim({ ...owner, technicianId: make.colleague });
    expect(operations.readWaiting(null)).toEqual([]);
    expect(operations.readDraft(1 as RequestId)).toBeNull();
    expect(operations.readRequest(1 as RequestId)).toBeNull();
    operations.claim(owner);
    expectPendingIsThere(operations);
  });

  it('forgets everything when somebody signs out', () => {
    const operations = opened();
    operations.forgetAll();
    closeAll();
    for (const name of readdirSync(folder)) expect(readFileSync(file(name)).includes('half-written'), name).toBe(false);
    const again = opened();
    expect(again.readWaiting(null)).toEqual([]);
    expect(again.readCounts().all).toBe(0);
  });
});
