import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListWindow } from '../../preload/list-contract.ts';
import { SortColumn } from '../../preload/settings-contract.ts';
import type { CommandId, RequestId, Seq } from '../../protocol/ids.ts';
import { wordsOf } from './bodies.ts';
import { openTestFiles, queueText, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

const id = (n: number): RequestId => n as RequestId;
const command = (n: number): CommandId => make.messageId(n) as string as CommandId;
const newestFirst = { column: 'id', descending: true } as const;

describe('lists', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const list = (part: Partial<ListWindow> = {}) =>
    files.operations.readList({ filter: 'all', search: '', sort: newestFirst, offset: 0, limit: 50, ...part });
  const ids = (part: Partial<ListWindow> = {}): number[] => list(part).rows.map((row) => row.id);
  const apply = (...entries: Parameters<typeof files.operations.applyEntries>[0]) =>
    files.operations.applyEntries(entries, make.upTo(), true);
  const queue = (n: number, name: 'request.close' | 'request.unassign' | 'chat.read', input: object = {}): void =>
    files.operations.addCommand({ id: command(n), name, input: { id: id(1), ...input }, at: n });

  it('switches between All, New, Active and Completed, with counts', () => {
    apply(
      make.request(1, 1),
      make.request(2, 2, make.mine),
      make.request(3, 3, { assigneeId: make.colleague }),
      make.request(4, 4, { ...make.mine, ...make.closed }),
    );
    expect(ids()).toEqual([4, 3, 2, 1]);
    expect(ids({ filter: 'new' })).toEqual([1]);
    expect(ids({ filter: 'active' })).toEqual([3, 2]);
    expect(ids({ filter: 'completed' })).toEqual([4]);
    expect(files.operations.readCounts()).toEqual({ all: 4, new: 1, active: 2, completed: 1, unread: 0 });
  });

  it('gives the counts of all with each page, closing on its way and searching too', () => {
    apply(make.request(1, 1, make.mine), make.request(2, 2), make.request(3, 3, { ...make.mine, ...make.closed }));
    queue(1, 'request.close');
    const counts = { all: 3, new: 1, active: 0, completed: 2 };
    expect(list({ filter: 'new' }).counts).toEqual(counts);
    expect(list({ search: 'nothing like it' }).counts).toEqual(counts);
  });

  it('sorts by every column both ways, and windows neither overlap nor leave anything out', () => {
    const names = ['bruno', 'Anna', 'carla', 'anna'];
    apply(make.company(1, 1, 'Zenith'), make.company(2, 2, 'Acme Srl'), make.technician(2, 3, 'Dario'));
    for (let n = 1; n <= 40; n += 1) {
      apply(
        make.request(n, 100 + n, {
          customer: { name: names[n % 4] ?? '', email: 'a@acme.example' },
          companyId: make.companyId(1 + (n % 2)),
          assigneeId: n % 3 === 0 ? make.colleague : null,
          ...(n % 5 === 0 ? make.closed : {}),
        }),
        make.activity(n, 200 + n, 1, n % 7 === 0 ? null : 1_000 * (n % 4)),
      );
    }
    for (const column of SortColumn.options) {
      for (const filter of ['all', 'new', 'active', 'completed'] as const) {
        for (const descending of [false, true]) {
          const sort = { column, descending };
          const whole = ids({ filter, sort });
          const stepwise = Array.from({ length: 9 }, (_, i) => ids({ filter, sort, offset: i * 5, limit: 5 })).flat();
          expect(stepwise, `${filter} by ${column}`).toEqual(whole);
          expect(whole.toReversed()).toEqual(ids({ filter, sort: { column, descending: !descending } }));
        }
      }
    }
    expect(list({ sort: { column: 'customer', descending: false } }).rows[0]?.customerName.toLowerCase()).toBe('anna');
    expect(list({ sort: { column: 'waiting', descending: false } }).rows[0]?.waitingSince).toBe(0);
  });

  it('shows a close that is on its way as Completed, and a refused one not at all', () => {
    apply(make.request(1, 1, make.mine));
    queue(2, 'request.close');
    expect(list({ filter: 'completed' })).toMatchObject({ total: 1, rows: [{ id: 1, status: 'completed' }] });
    expect(list({ filter: 'active' })).toMatchObject({ total: 0, rows: [] });
    expect(files.operations.readMine()).toEqual([]);
    files.operations.refuseCommand(command(2), 'not-assigned-to-you', {});
    expect(list({ filter: 'active' })).toMatchObject({ total: 1, rows: [{ status: 'active' }] });
    expect(files.operations.readRequest(id(1))?.refused).toMatchObject([{ code: 'not-assigned-to-you' }]);
  });

  it('settles a command at once when the stream has passed its answer, otherwise when it comes there', () => {
    files.operations.applyEntries([make.request(1, 1, { ...make.mine, ...make.closed })], make.upTo(9), true);
    queue(2, 'request.close');
    files.operations.settleCommand(command(2), 9);
    expect(files.operations.readWaiting(null)).toEqual([]);
    queue(3, 'request.close');
    files.operations.settleCommand(command(3), 12);
    expect(files.operations.applyEntries([], make.upTo(11), true)?.requests).toEqual([]);
    expect(files.operations.readWaiting(null)).toMatchObject([{ state: 'answered' }]);
    expect(files.operations.applyEntries([], make.upTo(12), true)?.requests).toEqual([1]);
    expect(files.operations.readWaiting(null)).toEqual([]);
  });

  it('shows an unassign that is on its way as New, to nobody', () => {
    apply(make.technician(1, 1, 'Anna'), make.request(1, 2, make.mine));
    queue(3, 'request.unassign');
    expect(list({ filter: 'new' }).rows).toMatchObject([{ id: 1, assigneeId: null, assigneeName: null }]);
    expect(files.operations.readCounts()).toMatchObject({ new: 1, active: 0 });
  });

  it('counts as unread what the customer wrote after my read cursor or a read mark on its way', () => {
    apply(
      make.request(1, 1, make.mine),
      make.message(1, 2, 1, 'one'),
      make.message(1, 3, 2, 'two'),
      make.message(1, 4, 3, 'my answer', make.byMe),
      make.message(1, 5, 4, 'three'),
      make.cursor(1, 6, make.me, 1),
    );
    expect(files.operations.readCounts().unread).toBe(2);
    expect(files.operations.readMine()).toMatchObject([{ unread: 2, lastMessage: 'three', draft: false }]);
    queue(7, 'chat.read', { seq: 4 as Seq });
    expect(files.operations.readCounts().unread).toBe(0);
    expect(files.operations.readConversation(id(1), null, 10, true).readSeq).toBe(4);
    expect(list().rows[0]?.unread).toBe(0);
  });

  it('keeps one read mark on its way for a request, the last', () => {
    queue(1, 'chat.read', { seq: 1 });
    queue(2, 'chat.read', { seq: 5 });
    expect(files.operations.readWaiting(id(1))).toMatchObject([{ input: { seq: 5 } }]);
  });

  it('shows handovers offered to me among mine, with who offers', () => {
    const handover = { fromId: make.colleague, toId: make.me, note: 'Please', at: 5 };
    apply(make.technician(2, 1, 'Dario'), make.request(1, 2, { assigneeId: make.colleague, handover }));
    expect(files.operations.readMine()).toMatchObject([{ id: 1, offeredBy: 'Dario', takenAt: null }]);
    expect(files.operations.readRequest(id(1))).toMatchObject({ handoverFrom: 'Dario' });
    // One that went back to the queue, and that I am asked by name to take.
    apply(make.request(1, 3, { handover }));
    expect(files.operations.readMine()).toMatchObject([{ id: 1, status: 'new', offeredBy: 'Dario', takenAt: null }]);
  });

  it("lists a customer's earlier requests, newest first", () => {
    const customer = { name: 'Carla', email: 'carla@acme.example' };
    apply(make.request(1, 1, { customer, ...make.closed }), make.request(2, 2, { customer }), make.request(3, 3));
    apply(make.request(4, 4, { customer }));
    expect(files.operations.readRequest(id(4))?.earlier.map((other) => other.id)).toEqual([2, 1]);
  });

  describe('search', () => {
    beforeEach(() => {
      apply(
        make.company(1, 1, 'Società Elettrica'),
        make.request(1, 2, { subject: 'Stampante rotta' }),
        make.request(2, 3, { ...make.closed, subject: 'Other' }),
        make.message(2, 4, 1, 'Perché la stampante\nnon va più?'),
        make.message(2, 5, 2, 'a secret note', make.byMe, 'note'),
      );
    });
    it('finds by customer, company, subject and the whole chat, as typed so far, whatever the accents and case', () => {
      expect(ids({ search: 'stamp' })).toEqual([2, 1]);
      expect(ids({ search: 'SOCIETA ele' })).toEqual([2, 1]);
      expect(ids({ search: 'perche più' })).toEqual([2]);
      expect(ids({ search: 'customer1@acme' })).toEqual([1]);
      expect(ids({ search: 'secret' })).toEqual([2]);
      expect(ids({ search: 'stamp', filter: 'new' })).toEqual([1]);
      expect(ids({ search: 'nothing like it' })).toEqual([]);
    });
    it('marks where in the chat it was found', () => {
      expect(list({ search: 'PERCHE' }).rows[0]?.snippet).toBe('\u2068Perché\u2069 la stampante non va più?');
      expect(list({ search: 'rotta' }).rows[0]?.snippet).toBeNull();
    });
    it('finds a long word however many lines begin like it, the newest first', () => {
      const texts = [
        ...['portale', 'il Portone di Perù', 'portale', ...Array.from({ length: 4_200 }, () => 'la porta')],
        'il PORTONE',
      ];
      apply(
        make.request(3, 10),
        make.request(4, 11),
        ...texts.map((text, n) => make.message(n < 2 ? 3 : 4, 100 + n, n + 1, text)),
      );
      // Among the newest there is one, so the index is asked too.
      expect(ids({ search: 'portone' })).toEqual([4, 3]);
      expect(list({ search: 'portone per' }).rows[0]?.snippet).toBe('il \u2068Portone\u2069 di Perù');
      expect(ids({ search: 'portale' })).toEqual([4, 3]);
      expect(ids({ search: 'porta' })).toContain(4);
      expect(ids({ search: 'portafoglio' })).toEqual([]);
    });
    it('finds a request by its number', () => {
      expect(ids({ search: '#2' })).toEqual([2]);
      expect(ids({ search: '2' })).toEqual([2]);
    });
    it('takes what people type for words, never for a query', () => {
      for (const search of ['"', '*', 'NOT', 'a OR b', 'NEAR(', 'subject:x', "'; DROP TABLE requests; --", '🙂', '-']) {
        expect(() => list({ search })).not.toThrow();
      }
    });
  });
});

describe('conversations', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const read = (n: number, before: number | null, limit: number, connected = true) =>
    files.operations.readConversation(id(n), before as Seq | null, limit, connected);
  const textsOf = ({ lines }: ReturnType<typeof read>): string[] =>
    lines.map(({ body }) => (body.kind === 'event' ? body.event.type : wordsOf(body)));

  it('gives the newest lines first page by page, then those of the requests that this one carries on', () => {
    const entries = [
      make.request(1, 1, { ...make.closed, reopenedAs: id(2) }),
      make.message(1, 2, 1, 'old 1'),
      make.message(1, 3, 2, 'old 2'),
      make.request(2, 4, { reopenedFrom: id(1) }),
      make.message(2, 5, 1, 'new 1'),
      make.message(2, 6, 2, 'new 2'),
    ];
    files.operations.applyEntries(entries, make.upTo(), true);
    expect(textsOf(read(2, null, 10))).toEqual(['old 1', 'old 2', 'new 1', 'new 2']);
    const page = read(2, null, 3);
    expect(page.more).toBe(true);
    expect(textsOf(page)).toEqual(['old 2', 'new 1', 'new 2']);
    const [top] = page.lines;
    const rest = read(top?.requestId ?? 0, top?.seq ?? null, 3);
    expect(textsOf(rest)).toEqual(['old 1']);
    expect(rest.more).toBe(false);
  });

  it('opens a request with as many lines as asked for, or with all that are new and the one before them', () => {
    const texts = Array.from({ length: 9 }, (_, at) => make.message(1, 2 + at, at + 1, `text ${at + 1}`));
    files.operations.applyEntries([make.request(1, 1, make.mine), ...texts], make.upTo(), true);
    const shown = (limit: number) => textsOf(files.operations.openRequest(id(1), limit, true).conversation);
    expect(shown(2)).toEqual(['text 8', 'text 9']);
    files.operations.applyEntries([make.cursor(1, 20, make.me, 5)], make.upTo(), true);
    expect(shown(2)).toEqual(['text 5', 'text 6', 'text 7', 'text 8', 'text 9']);
    expect(shown(7)).toHaveLength(7);
  });

  it('tells own texts sent, delivered and read from each other, and what waits from what is being sent', () => {
    const texts = [1, 2, 3].map((seq) => make.message(1, 10 + seq, seq, `text ${seq}`, make.byMe));
    const reached = { ...make.cursor(1, 20, 'customer', 1) } as ReturnType<typeof make.cursor> & { kind: 'cursor' };
    const row = { ...reached.row, delivered: 2 as Seq };
    files.operations.applyEntries(
      [make.request(1, 1, make.mine), ...texts, { kind: 'cursor', row }],
      make.upTo(),
      true,
    );
    queueText(files.operations, 30, 1, 'text 4');
    queueText(files.operations, 31, 1, 'text 5');
    files.operations.refuseCommand(command(31), 'chat-not-joined', {});
    expect(read(1, null, 10).lines.map((line) => line.state)).toEqual([
      'read',
      'delivered',
      'sent',
      'sending',
      'refused',
    ]);
    expect(read(1, null, 10, false).lines.at(-2)?.state).toBe('waiting');
    expect(read(1, 2, 10).lines.map((line) => line.seq)).toEqual([1]);
  });

  it('never shows a text twice while its answer and its entry come, in any order', () => {
    files.operations.applyEntries([make.request(1, 1, make.mine)], make.upTo(1), true);
    const shown = (): string[] => textsOf(read(1, null, 10));
    queueText(files.operations, 5, 1, 'hello');
    files.operations.settleCommand(command(5), 5);
    expect(shown()).toEqual(['hello']);
    files.operations.applyEntries([make.message(1, 5, 1, 'hello', make.byMe)], make.upTo(5), true);
    expect(shown()).toEqual(['hello']);
    expect(files.operations.readWaiting(null)).toEqual([]);

    queueText(files.operations, 6, 1, 'again');
    files.operations.applyEntries([make.message(1, 6, 2, 'again', make.byMe)], make.upTo(6), true);
    expect(shown()).toEqual(['hello', 'again']);
    files.operations.settleCommand(command(6), 6);
    expect(files.operations.readWaiting(null)).toEqual([]);
  });
});
