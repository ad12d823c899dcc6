import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../protocol/entries.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { SnapshotPlace } from './progress.ts';
import { dump, openTestFiles, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

/** What a relay could have sent, each part as it would: one entry, or all of a request that came back into sight. */
const history: readonly (readonly Entry[])[] = [
  [make.company(1, 1, 'Acme Srl')],
  [make.technician(1, 2, 'Anna')],
  [make.request(1, 3)],
  [make.message(1, 4, 1, 'il cavo è rotto')],
  [make.activity(1, 5, 1, 4_000)],
  [make.request(1, 6, make.mine)],
  [make.message(1, 7, 2, 'which cable?', make.byMe)],
  [make.activity(1, 8, 2, null)],
  [make.cursor(1, 9, 'customer', 1)],
  [make.cursor(1, 10, 'customer', 2)],
  [make.cursor(1, 11, make.me, 1)],
  [make.company(1, 12, 'Acme Spa')],
  [make.request(2, 13)],
  [make.message(2, 14, 1, 'hidden for a while')],
  [make.activity(2, 15, 1, 14_000)],
  [make.gone(2, 16)],
  [
    make.request(2, 18, { assigneeId: make.colleague }),
    make.activity(2, 15, 1, 14_000),
    make.message(2, 14, 1, 'hidden for a while'),
    make.message(2, 17, 2, 'said out of sight'),
  ],
  [make.message(2, 19, 3, 'said in sight again')],
  [make.technician(2, 20, 'Bruno')],
  [make.request(3, 21)],
  [make.message(3, 22, 1, 'goes away for good')],
  [make.cursor(3, 23, 'customer', 1)],
  [make.gone(3, 24)],
  [make.request(1, 25, { ...make.mine, ...make.closed })],
  [make.notice(1, 26)],
  [make.notice(1, 27, { endedAt: 27_000 })],
];

const dumpOf = (parts: readonly (readonly Entry[])[]): Record<string, unknown[]> => {
  const files = openTestFiles();
  try {
    for (const entries of parts) files.operations.applyEntries(entries, make.upTo(), true);
    return dump(files.folder);
  } finally {
    files.dispose();
  }
};

describe('applying entries', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const rowOf = (id: number) => files.operations.readRequest(id as RequestId)?.row;

  it('gives the same cache for any order and any repetition of the same entries', { timeout: 60_000 }, () => {
    const expected = dumpOf(history);
    expect(expected['requests']).toHaveLength(2);
    const shuffledWithRepeats = fc
      .tuple(
        fc.shuffledSubarray([...history], { minLength: history.length }),
        fc.array(fc.constantFrom(...history), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
      )
      .map(([all, repeats, at]) => {
        const parts = [...all];
        for (const repeat of repeats) parts.splice((at.next().value ?? 0) % (parts.length + 1), 0, repeat);
        return parts;
      });
    fc.assert(
      fc.property(shuffledWithRepeats, (parts) => {
        expect(dumpOf(parts)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps counts that are those of a recount, in any order, over failures and starts', { timeout: 60_000 }, () => {
    const broken = { kind: 'request', row: { ...make.request(9, 99).row, subject: null } } as unknown as Entry;
    const parts = fc.shuffledSubarray([...history, [make.request(8, 98), broken]], { minLength: history.length + 1 });
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.constantFrom('go on', 'read', 'start anew')), (all, between) => {
        const place = openTestFiles();
        try {
          for (const entries of all) {
            const put = () => place.operations.applyEntries(entries, make.upTo(), true);
            if (entries.includes(broken)) expect(put).toThrow(/NOT NULL/);
            else put();
            const what = between.next().value;
            if (what === 'start anew') place.reopen();
            if (what === 'read') place.operations.readCounts();
          }
          const { new: fresh, active, completed } = place.operations.readCounts();
          const recount = [0, 0, 0];
          for (const row of dump(place.folder)['requests'] ?? []) recount[(row as { status: number }).status]! += 1;
          expect([fresh, active, completed]).toEqual(recount);
        } finally {
          place.dispose();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('moves the cursor with the rows, never back', () => {
    files.operations.applyEntries([make.request(1, 5)], make.upTo(7), true);
    files.operations.applyEntries([make.request(2, 6)], make.upTo(6), true);
    expect(files.operations.readProgress().cursor).toBe(7);
  });

  it('takes no page that begins where the cache is not', () => {
    const { operations } = files;
    const open = { stage: 'open', companies: [make.companyId(1)], unassignedOnly: false, after: null } as const;
    const [first, second] = [
      { ...open, companies: [...open.companies] },
      { ...open, companies: [...open.companies], after: '5.0' },
    ];
    operations.writeProgress({ scope: null, snapshot: first });
    const page = (at: SnapshotPlace, next: SnapshotPlace | null, id: number) =>
      operations.applyEntries([make.request(id, id)], { kind: 'snapshot', at, next }, false);
    expect(page(second, null, 1)).toBeNull();
    expect(page(first, second, 2)?.requests).toEqual([2]);
    expect(page(first, second, 3)).toBeNull();
    expect(operations.applyEntries([make.request(4, 9)], { kind: 'stream', from: 8, to: 9 }, true)).toBeNull();
    expect(operations.readProgress()).toMatchObject({ cursor: 0, snapshot: second });
    expect([1, 2, 3, 4].filter((id) => rowOf(id) !== undefined)).toEqual([2]);
  });

  it('writes all of a stretch or nothing of it', () => {
    const broken = { kind: 'request', row: { ...make.request(2, 6).row, subject: null } } as unknown as Entry;
    expect(() => files.operations.applyEntries([make.request(1, 5), broken], make.upTo(6), true)).toThrow(/NOT NULL/);
    expect(rowOf(1)).toBeUndefined();
    expect(files.operations.readProgress().cursor).toBe(0);
  });

  it('shows and finds a company under its new name', () => {
    files.operations.applyEntries([make.request(1, 1), make.company(1, 2, 'Acme Srl')], make.upTo(), true);
    files.operations.applyEntries([make.company(1, 3, 'Zenith')], make.upTo(), true);
    expect(rowOf(1)?.companyName).toBe('Zenith');
    const search = (text: string): number =>
      files.operations.readList({
        filter: 'all',
        search: text,
        sort: { column: 'id', descending: true },
        offset: 0,
        limit: 10,
      }).total;
    expect(search('zen')).toBe(1);
    expect(search('acme srl')).toBe(0);
  });

  it('tells of a request that came and of a message in one of mine; not of my own doing, nor what others take', () => {
    const tell = (entry: Entry) => files.operations.applyEntries([entry], make.upTo(), true)?.news;
    expect(tell(make.request(1, 1))).toMatchObject([{ kind: 'request', id: 1 }]);
    expect(tell(make.request(1, 2, make.mine))).toEqual([]);
    expect(tell(make.message(1, 3, 1, 'hello'))).toMatchObject([{ kind: 'message', id: 1, text: 'hello' }]);
    expect(tell(make.message(1, 4, 2, 'hi', make.byMe))).toEqual([]);
    expect(tell(make.request(1, 5))).toEqual([]);
    expect(tell(make.request(1, 6, { assigneeId: make.colleague }))).toEqual([]);
    expect(tell(make.request(1, 7))).toMatchObject([{ kind: 'request', id: 1 }]);
    const handover = { fromId: make.colleague, toId: make.me, note: '', at: 9 };
    expect(tell(make.request(1, 8, { assigneeId: make.colleague, handover }))).toMatchObject([
      { kind: 'offered', position: 8 },
    ]);
    // It goes back to the queue and is offered to me by name, which is one piece of news.
    expect(tell(make.request(2, 9, { assigneeId: make.colleague }))).toEqual([]);
    expect(tell(make.request(2, 10, { handover }))).toMatchObject([{ kind: 'offered', id: 2, position: 10 }]);
  });
});
