import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { openTestFiles, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

describe('notices', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const apply = (...entries: Parameters<TestFiles['operations']['applyEntries']>[0]) =>
    files.operations.applyEntries(entries, make.upTo(), true);
  const texts = (): string[] => files.operations.readNotices().map((notice) => notice.text);

  it('are those that have not ended, newest first', () => {
    apply(make.notice(1, 1), make.notice(2, 2), make.notice(3, 3));
    apply(make.notice(2, 4, { endedAt: 4_000 }));
    expect(texts()).toEqual(['Notice 3', 'Notice 1']);
  });

  it('are told of when they change, and only then', () => {
    expect(apply(make.notice(1, 1))?.notices).toBe(true);
    expect(apply(make.notice(1, 1))?.notices).toBe(false);
    expect(apply(make.request(1, 2))?.notices).toBe(false);
    expect(apply(make.notice(1, 3, { endedAt: 3_000 }))?.notices).toBe(true);
  });

  it('stand at the requests of their company, those for all companies at every request', () => {
    apply(make.request(1, 1), make.request(2, 2, { companyId: make.companyId(2) }));
    apply(make.notice(1, 3), make.notice(2, 4, { companyId: null }));
    const at = (id: number) => files.operations.readRequest(id as RequestId)?.notices.map((notice) => notice.text);
    expect(at(1)).toEqual(['Notice 2', 'Notice 1']);
    expect(at(2)).toEqual(['Notice 2']);
  });

  it('go with the access to their company; those for all companies stay', () => {
    apply(
      make.notice(1, 1),
      make.notice(2, 2, { companyId: make.companyId(2) }),
      make.notice(3, 3, { companyId: null }),
    );
    files.operations.keepOnly([make.companyId(2)], true);
    expect(texts()).toEqual(['Notice 3', 'Notice 2']);
  });
});
