import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationStep } from '../../preload/desktop-contract.ts';
import type { Instant, RequestId, Seq } from '../../protocol/ids.ts';
import { openTestFiles, owner, type TestFiles } from './testing/cache.ts';
import * as make from './testing/entries.ts';

const id = (n: number): RequestId => n as RequestId;
const step = (requestId: number, at: number, what: NotificationStep['step']): NotificationStep => ({
  at,
  requestId: id(requestId),
  kind: 'request',
  step: what,
  reason: null,
});

describe('what became of notifications', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const story = (n: number) => files.operations.readNotificationStory(id(n));

  it('is told by request, in the order it happened, and of all requests newest first', () => {
    files.operations.addNotificationSteps([step(1, 10, 'shown'), step(2, 11, 'suppressed')]);
    files.operations.addNotificationSteps([step(1, 12, 'clicked')]);
    expect(story(1).steps.map((each) => each.step)).toEqual(['shown', 'clicked']);
    expect(files.operations.readNotificationHistory().map((each) => each.at)).toEqual([12, 11, 10]);
  });

  it('keeps the last five thousand steps', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => step(1, n, 'shown'));
    for (let n = 0; n < 6; n += 1) files.operations.addNotificationSteps(many);
    expect(story(1).steps).toHaveLength(5_000);
  });

  it('goes with the account whose requests it was', () => {
    files.operations.addNotificationSteps([step(1, 10, 'shown')]);
    files.operations.claim({ ...owner, technicianId: make.colleague });
    expect(story(1).steps).toEqual([]);
  });

  describe('where nothing is known of it', () => {
    const cameAt = (n: number, createdAt: Instant) =>
      files.operations.applyEntries([make.request(n, n, { createdAt })], make.upTo(), false);

    it('says what the console was when the request came', () => {
      const phases = [
        [10, 'started'],
        [20, 'live'],
        [30, 'unavailable'],
        [40, 'live'],
        [50, 'not-running'],
        [60, 'started'],
        [70, 'live'],
        // Killed here, somewhere after 70.
        [90, 'started'],
        [95, 'live'],
      ] as const;
      for (const [at, phase] of phases) files.operations.addPhase(at, phase);
      const expected = [
        [5, 'not-running'],
        [15, 'offline'],
        [25, null],
        [35, 'unavailable'],
        [45, null],
        [55, 'not-running'],
        [65, 'offline'],
        [75, 'not-running'],
        [99, null],
      ] as const;
      for (const [n, [at, absence]] of expected.entries()) {
        cameAt(n + 1, at);
        expect(story(n + 1), `at ${at}`).toEqual({ steps: [], absence });
      }
    });

    it('says nothing of a request that is not here', () => {
      expect(story(9)).toEqual({ steps: [], absence: null });
    });
  });
});

describe('how a request stands', () => {
  let files: TestFiles;
  beforeEach(() => {
    files = openTestFiles();
  });
  afterEach(() => files.dispose());
  const apply = (...entries: Parameters<TestFiles['operations']['applyEntries']>[0]) =>
    files.operations.applyEntries(entries, make.upTo(), true);
  const standing = (n: number) => files.operations.readStanding([id(n)])[0];
  const over = { waits: false, offered: false, readUpTo: null };

  it('waits until somebody has it, and again when it is given back', () => {
    apply(make.request(1, 1));
    expect(standing(1)).toMatchObject({ waits: true });
    apply(make.request(1, 2, { assigneeId: make.colleague }));
    expect(standing(1)).toMatchObject(over);
    apply(make.request(1, 3));
    expect(standing(1)).toMatchObject({ waits: true });
    apply(make.gone(1, 4));
    expect(standing(1)).toMatchObject(over);
  });

  it('is offered to me until the offer is over', () => {
    const handover = { fromId: make.colleague, toId: make.me, note: '', at: 1 };
    apply(make.request(1, 1, { assigneeId: make.colleague, handover }));
    expect(standing(1)).toMatchObject({ offered: true });
    apply(make.request(1, 2, { handover }));
    expect(standing(1)).toMatchObject({ offered: true });
    apply(make.request(1, 3, { assigneeId: make.colleague }));
    expect(standing(1)).toMatchObject(over);
  });

  it('is read as far as any of my consoles says, and as this one is about to say', () => {
    apply(make.request(1, 1, make.mine), make.message(1, 2, 1, 'hello'), make.message(1, 3, 2, 'hello?'));
    expect(standing(1)).toMatchObject({ readUpTo: 0 });
    apply(make.cursor(1, 4, make.me, 1));
    expect(standing(1)).toMatchObject({ readUpTo: 1 });
    files.operations.addCommand({
      id: make.messageId(9) as never,
      name: 'chat.read',
      input: { id: id(1), seq: 2 as Seq },
      at: 5,
    });
    expect(standing(1)).toMatchObject({ readUpTo: 2 });
    apply(make.request(1, 6, { ...make.mine, ...make.closed }));
    expect(standing(1)).toMatchObject(over);
  });
});
