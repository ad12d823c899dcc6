import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandId, RequestId } from '../../protocol/ids.ts';
import { createApply } from './apply.ts';
import { cacheMigrations } from './migrations/cache.ts';
import { pendingMigrations } from './migrations/pending.ts';
import { migrate } from './open.ts';
import { createOutbox } from './outbox.ts';
import { createStatusCounts } from './counts.ts';
import { createProgress } from './progress.ts';
import { createStatements } from './statements.ts';
import * as make from './testing/entries.ts';

const full = expect.objectContaining({ code: 'full' });

describe('a full disk', () => {
  let folder: string;
  let db: Database.Database;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-full-'));
    db = new Database(path.join(folder, 'file.db'));
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const fill = (): void => void db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
  const makeRoom = (): void => void db.pragma('max_page_count = 100000');

  it('is told when a stretch of the stream does not fit; the cursor stays before it and it goes in later', () => {
    migrate(db, cacheMigrations);
    const cache = createStatements(db, 'cache');
    const progress = createProgress(cache);
    const { apply } = createApply({
      cache,
      me: () => make.me,
      take: progress.take,
      statusCounts: createStatusCounts(cache, progress),
    });
    const stretch = Array.from({ length: 50 }, (_, n) => make.message(1, 2 + n, 1 + n, 'x'.repeat(2_000)));
    const state = () => [
      cache.one('SELECT count(*) AS n FROM messages'),
      cache.one("SELECT value FROM meta WHERE key = 'cursor'"),
    ];
    apply([make.request(1, 1)], make.upTo(1), false);
    fill();
    expect(() => apply(stretch, make.upTo(51), false)).toThrow(full);
    expect(state()).toEqual([{ n: 0 }, { value: '1' }]);
    makeRoom();
    apply(stretch, make.upTo(51), false);
    expect(state()).toEqual([{ n: 50 }, { value: '51' }]);
  });

  it('is told when a text cannot be queued; its draft and what was queued before stay', () => {
    migrate(db, pendingMigrations);
    const outbox = createOutbox(createStatements(db, 'pending'), () => 'me');
    const add = (n: number, text: string): void =>
      outbox.addCommand({
        id: make.messageId(n) as string as CommandId,
        name: 'chat.send',
        input: { id: 1 as RequestId, text },
        at: n,
        takesDraft: true,
      });
    add(1, 'before');
    outbox.writeDraft(1 as RequestId, { text: 'half-written', note: false });
    fill();
    expect(() => add(2, 'x'.repeat(50_000))).toThrow(full);
    expect(outbox.readDraft(1 as RequestId)?.text).toBe('half-written');
    expect(outbox.readWaiting(null)).toMatchObject([{ input: { text: 'before' } }]);
    makeRoom();
    add(2, 'x'.repeat(50_000));
    expect(outbox.readDraft(1 as RequestId)).toBeNull();
    expect(outbox.readWaiting(null)).toHaveLength(2);
  });
});
