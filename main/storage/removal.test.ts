import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { openTestFiles, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

describe('access taken away', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
    const { operations } = files;
    operations.applyEntries([make.company(1, 1, 'Acme Srl'), make.company(2, 2, 'Zenithcorp')], make.upTo(2), false);
    // Enough of both companies that words spread over many parts of the search index.
    for (let n = 1; n <= 300; n += 1) {
      const isLost = n % 3 === 0;
      operations.applyEntries(
        [
          make.request(n, n * 10, {
            companyId: make.companyId(isLost ? 2 : 1),
            subject: isLost ? 'quicksilver' : 'ordinary',
            ...make.closed,
          }),
          make.message(n, n * 10 + 1, 1, isLost ? `xylophone${n} quartzite` : `common words ${n}`),
        ],
        make.upTo(n * 10 + 1),
        false,
      );
    }
  });
  afterEach(() => files.dispose());

  const takeAway = (): void => {
    while (files.operations.keepOnly([make.companyId(1)], true));
    while (files.operations.scrub());
  };
  const inFiles = (word: string): string[] =>
    readdirSync(files.folder).filter((name) => readFileSync(path.join(files.folder, name)).includes(word));

  it('takes the data out of lists, search and counts', () => {
    takeAway();
    const { operations } = files;
    const window = { filter: 'all', sort: { column: 'id', descending: true }, offset: 0, limit: 10 } as const;
    expect(operations.readCounts().all).toBe(200);
    expect(operations.readRequest(3 as RequestId)).toBeNull();
    for (const search of ['quartz', 'quicksilver', 'zenith'])
      expect(operations.readList({ ...window, search }).total).toBe(0);
    expect(operations.readList({ ...window, search: 'common' }).total).toBe(200);
    expect(operations.readCompanies()).toEqual([{ id: make.companyId(1), name: 'Acme Srl' }]);
  });

  it("takes it out of the files, their free pages and the search index's words too", () => {
    writeFileSync(path.join(files.folder, 'cache.db.set-aside-5'), 'quartzite');
    for (const word of ['quartzite', 'quicksilver', 'zenithcorp']) {
      expect(inFiles(word).length + inFiles(word[0]?.toUpperCase() + word.slice(1)).length, word).toBeGreaterThan(0);
    }
    takeAway();
    for (const word of ['quartz', 'quicksilver', 'enithcorp', 'xylophone']) expect(inFiles(word), word).toEqual([]);
    expect(inFiles('ordinary')).toEqual(['cache.db']);
  });

  it('goes stretch by stretch, so that questions get between', () => {
    let steps = 1;
    while (files.operations.keepOnly([], true)) steps += 1;
    expect(steps).toBeGreaterThan(1);
    expect(files.operations.readCounts().all).toBe(0);
  });

  it('gives a New request that went out of sight back at the position it left at, once the technician is Available again', () => {
    const { operations } = files;
    operations.applyEntries(
      [make.request(999, 20_000), make.message(999, 20_001, 1, 'hello')],
      make.upTo(20_001),
      true,
    );
    operations.applyEntries([make.gone(999, 20_000)], make.upTo(20_002), true);
    expect(operations.readRequest(999 as RequestId)).toBeNull();
    operations.keepOnly([make.companyId(1), make.companyId(2)], true);
    operations.applyEntries([make.request(999, 20_000), make.message(999, 20_001, 1, 'hello')], make.upTo(), false);
    expect(operations.readRequest(999 as RequestId)?.row.status).toBe('new');
    expect(operations.readConversation(999 as RequestId, null, 10, true).lines).toHaveLength(1);
  });
});
