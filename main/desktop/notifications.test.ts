import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { translatorOf } from '../../i18n/catalogues.ts';
import type { NotificationStep } from '../../preload/desktop-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { defaults } from '../settings.ts';
import type { News } from '../storage/news.ts';
import type { Standing } from '../storage/standing.ts';
import type { Bubble } from './bubbles.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import type { Desk } from './notification-policy.ts';
import type { BubbleEvent, Presenter } from './presenter.ts';

const minute = 60_000;
const request = (id: number, position = id): News =>
  ({ kind: 'request', id, position, customer: `Customer ${id}`, company: 'Acme', subject: 'Blank' }) as News;
const message = (id: number, seq: number): News =>
  ({
    kind: 'message',
    id,
    position: seq,
    seq,
    messageId: `${id}-${seq}`,
    customer: 'Carla',
    text: `text ${seq}`,
  }) as News;

describe('notifications', () => {
  /** What is on the screen, and how often the operating system was called. */
  const screen = new Map<string, { bubble: Bubble; told: (event: BubbleEvent) => void }>();
  let calls: string[];
  let heard: string[];
  let chosen: unknown[];
  let steps: NotificationStep[];
  let desk: Partial<Desk>;
  let standing: Partial<Record<number, Partial<Standing>>>;
  let notifications: Notifications;

  const presenter: Presenter = {
    show: (first, told) => {
      const put = (bubble: Bubble): void => {
        calls.push(bubble.title);
        screen.set(bubble.key, { bubble, told });
        told({ kind: 'shown' });
      };
      // An operating system answers later.
      queueMicrotask(() => put(first));
      return { replace: put, close: () => void screen.delete(first.key) };
    },
    test: () => Promise.resolve('shown'),
    close: () => Promise.resolve(),
  };
  const titles = (): string[] => [...screen.values()].map(({ bubble }) => bubble.title);
  const only = () => {
    expect(screen.size).toBe(1);
    return [...screen.values()][0] as { bubble: Bubble; told: (event: BubbleEvent) => void };
  };
  const settle = async (): Promise<void> => {
    notifications.settle();
    await vi.advanceTimersByTimeAsync(500);
  };
  const stepsOf = (id: number) =>
    steps.filter(({ requestId }) => requestId === id).map(({ step, reason }) => (reason ? `${step}: ${reason}` : step));

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    screen.clear();
    [calls, heard, chosen, steps] = [[], [], [], []];
    [desk, standing] = [{}, {}];
    notifications = createNotifications({
      presenter,
      translator: () => translatorOf('en'),
      desk: () => ({ now: Date.now(), minuteOfDay: 720, settings: defaults, focused: false, onScreen: null, ...desk }),
      isPrivate: () => false,
      readStanding: async (ids) => ids.map((id) => ({ id, waits: true, offered: true, readUpTo: 0, ...standing[id] })),
      onChosen: (...choice) => chosen.push(choice),
      onSound: (kind) => heard.push(kind),
      onAttention: () => undefined,
      onSteps: (more) => steps.push(...more),
      onError: (error) => {
        throw error;
      },
    });
  });
  afterEach(async () => {
    await notifications.close();
    vi.useRealTimers();
  });
  const tell = async (...news: News[]): Promise<void> => {
    notifications.tell(news);
    await vi.advanceTimersByTimeAsync(500);
  };

  it('shows an event once, however often it is told', async () => {
    await tell(request(1), request(1));
    await tell(request(1));
    expect(calls).toEqual(['Customer 1, Acme, asks for help']);
    expect(heard).toEqual(['request']);
    expect(stepsOf(1)).toEqual(['shown']);
  });

  it('shows the same request again when it came back to the queue', async () => {
    await tell(request(1));
    standing = { 1: { waits: false } };
    await settle();
    standing = {};
    await tell(request(1, 9));
    expect(stepsOf(1)).toEqual(['shown', 'withdrawn: taken', 'shown']);
  });

  it('makes one of a hundred that come within five seconds, and counts on', async () => {
    for (let n = 1; n <= 100; n += 1) {
      notifications.tell([request(n)]);
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(titles()).toEqual(['100 requests are waiting']);
    expect(calls.length).toBeLessThan(16);
    expect(heard.length).toBeLessThan(4);
    expect(steps.filter(({ step }) => step === 'shown')).toHaveLength(100);
  });

  it('counts down as they are taken, to the last one by name', async () => {
    await tell(...[1, 2, 3, 4, 5].map((n) => request(n)));
    standing = { 1: { waits: false } };
    await settle();
    expect(titles()).toEqual(['4 requests are waiting']);
    standing = { 1: { waits: false }, 2: { waits: false }, 3: { waits: false }, 4: { waits: false } };
    await settle();
    expect(titles()).toEqual(['Customer 5, Acme, asks for help']);
    standing = { 5: { waits: false } };
    await settle();
    expect(titles()).toEqual([]);
  });

  it('withdraws messages as far as they were read, on whatever machine', async () => {
    await tell(message(1, 1), message(1, 2), message(1, 3));
    expect(titles()).toEqual(['3 messages from Carla']);
    standing = { 1: { readUpTo: 2 } };
    await settle();
    expect(titles()).toEqual(['Message from Carla']);
    standing = { 1: { readUpTo: 3 } };
    await settle();
    expect(titles()).toEqual([]);
  });

  it('brings a request up again until somebody takes it, also one that was sent away', async () => {
    await tell(request(1));
    only().told({ kind: 'closed', by: 'person' });
    screen.clear();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(titles()).toEqual(['Still waiting: Customer 1, Acme']);
    expect(heard).toEqual(['request', 'request']);
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(calls).toHaveLength(3);
    standing = { 1: { waits: false } };
    await settle();
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(calls).toHaveLength(3);
    expect(stepsOf(1)).toEqual(['shown', 'dismissed', 'reminded', 'reminded', 'withdrawn: taken']);
  });

  it('waits longer with one that was put off', async () => {
    await tell(request(1));
    only().told({ kind: 'acted', action: 'snooze' });
    await vi.advanceTimersByTimeAsync(10 * minute - 1_000);
    expect(titles()).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(titles()).toEqual(['Still waiting: Customer 1, Acme']);
    expect(chosen).toEqual([]);
  });

  it('shows later what it kept back, if it still waits then', async () => {
    desk = { focused: true };
    await tell(request(1), request(2));
    expect(titles()).toEqual([]);
    expect(heard).toEqual(['request']);
    desk = {};
    standing = { 2: { waits: false } };
    await settle();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(titles()).toEqual(['Still waiting: Customer 1, Acme']);
    expect(stepsOf(1)).toEqual(['suppressed: window-focused', 'shown']);
    expect(stepsOf(2)).toEqual(['suppressed: window-focused']);
  });

  it('says why it kept something back once, not at each turn', async () => {
    desk = { focused: true };
    await tell(request(1));
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(stepsOf(1)).toEqual(['suppressed: window-focused']);
  });

  it('opens what was clicked and takes it off the screen', async () => {
    await tell(message(7, 1));
    only().told({ kind: 'clicked' });
    await vi.advanceTimersByTimeAsync(500);
    expect(chosen).toEqual([[7, 'open', null]]);
    expect(titles()).toEqual([]);
    expect(stepsOf(7)).toEqual(['shown', 'clicked']);
  });

  it('hands over what was chosen or written on it', async () => {
    await tell(request(1), message(2, 1));
    screen.get('request 1')?.told({ kind: 'acted', action: 'assign' });
    screen.get('message 2')?.told({ kind: 'replied', text: 'On my way' });
    expect(chosen).toEqual([
      [1, 'assign', null],
      [2, 'reply', 'On my way'],
    ]);
  });

  it('of what came while it was away tells only what is not over', async () => {
    standing = { 1: { waits: false }, 3: { readUpTo: 1 } };
    await notifications.tellLate([request(1), request(2), message(3, 1)]);
    await vi.advanceTimersByTimeAsync(500);
    expect(titles()).toEqual(['Customer 2, Acme, asks for help']);
    expect([stepsOf(1), stepsOf(3)]).toEqual([['suppressed: taken'], ['suppressed: read']]);
  });

  it('brings up what waited before it looked only if it still waits in a while', async () => {
    notifications.expect([request(1), request(2)] as Extract<News, { kind: 'request' }>[]);
    await vi.advanceTimersByTimeAsync(500);
    expect(titles()).toEqual([]);
    standing = { 1: { waits: false } };
    await settle();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(titles()).toEqual(['Still waiting: Customer 2, Acme']);
  });

  it('leaves the screen when the technician looks at the request', async () => {
    await tell(request(1), request(2));
    notifications.looked(1 as RequestId);
    await vi.advanceTimersByTimeAsync(500);
    expect(titles()).toEqual(['Customer 2, Acme, asks for help']);
  });

  it('records what the operating system refused', async () => {
    await tell(request(1));
    only().told({ kind: 'failed', reason: 'refused-by-system' });
    expect(stepsOf(1)).toEqual(['shown', 'failed: refused-by-system']);
  });

  it('says of a self-test what keeps the console quiet', async () => {
    expect(await notifications.test()).toEqual({ outcome: 'shown', hindrance: null });
    desk = { settings: { ...defaults, doNotDisturbUntil: 'turned-off' } };
    expect(await notifications.test()).toEqual({ outcome: 'shown', hindrance: 'do-not-disturb' });
    desk = { settings: { ...defaults, notifications: false, doNotDisturbUntil: 'turned-off' } };
    expect(await notifications.test()).toEqual({ outcome: 'shown', hindrance: 'notifications-off' });
  });
});
