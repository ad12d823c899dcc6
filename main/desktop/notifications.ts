import type { Translator } from '../../i18n/translate.ts';
import type { NotificationReason, NotificationStep, SelfTest } from '../../preload/desktop-contract.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import { onceAtATime } from '../latest.ts';
import type { News } from '../storage/news.ts';
import type { Standing } from '../storage/standing.ts';
import { createBubbleScreen } from './bubble-screen.ts';
import { bubblesFor, type Bubble, type BubbleAction } from './bubbles.ts';
import { decide, hindrance, remindAt, type Desk } from './notification-policy.ts';
import type { BubbleEvent, Presenter } from './presenter.ts';

/** What somebody chose on the notification of an event; `snooze` is dealt with here. */
export type Choice = 'open' | Exclude<BubbleAction, 'snooze' | 'stay'>;

export type NotificationParts = {
  presenter: Presenter;
  translator: () => Translator;
  desk: () => Desk;
  /** Names and texts stay off the screen. */
  isPrivate: () => boolean;
  /** How these requests stand now. */
  readStanding: (ids: RequestId[]) => Promise<readonly Standing[]>;
  /** `text`: what was written on the notification itself. */
  onChosen: (id: RequestId, choice: Choice, text: string | null) => void;
  onSound: (kind: News['kind']) => void;
  /** Something new stands on the screen: the window's button may ask for attention, too. */
  onAttention: () => void;
  onSteps: (steps: NotificationStep[]) => void;
  onError: (error: unknown) => void;
};
export type Notifications = ReturnType<typeof createNotifications>;

/** An event that is not over. */
type Open = {
  key: string;
  news: News;
  shown: boolean;
  /** The screen has shown it as it is. */
  told: boolean;
  /** It has been on the screen at some time. */
  toldOnce: boolean;
  /** It was brought up before, and nobody took the request since. */
  again: boolean;
  /** Why it is not shown. */
  reason: NotificationReason | null;
  /** When it is brought up again, for one that waits for somebody to take it. */
  nextAt: Instant | null;
};

const snoozeMs = 10 * 60_000;
const soundBreathMs = 2_000;
const remembered = 5_000;
const mostOpen = 500;

/** What makes two pieces of news the same event. */
const keyOf = (news: News): string =>
  news.kind === 'message' ? `message ${news.messageId}` : `${news.kind} ${news.id} ${news.position}`;

/** Why an event is over, or null while it is not. */
function overBecause(news: News, { waits, offered, readUpTo }: Standing): NotificationReason | null {
  switch (news.kind) {
    case 'request':
      return waits ? null : 'taken';
    case 'offered':
      return offered ? null : 'answered';
    case 'message':
      if (readUpTo === null) return 'answered';
      return readUpTo < news.seq ? null : 'read';
  }
}

/**
 * Shows news as notifications: one an event, many at once as one that counts them. What is on the screen follows from
 * the events that are not over (`bubblesFor`); an event is over when the cache says so, whoever made it so.
 */
export function createNotifications(parts: NotificationParts) {
  const { presenter, translator, desk, isPrivate, onSound, onSteps, onError } = parts;
  const events = new Map<string, Open>();
  const seen = new Set<string>();
  const heardAt = new Map<News['kind'], Instant>();
  let reminding: NodeJS.Timeout | undefined;

  const eventsOf = (bubble: Bubble): Open[] => bubble.events.flatMap((key) => events.get(key) ?? []);
  const screen = createBubbleScreen({
    presenter,
    now: () => desk().now,
    wanted: () =>
      bubblesFor(
        [...events.values()].filter((event) => event.shown),
        { ...translator(), isPrivate: isPrivate() },
      ),
    isNew: (bubble) => eventsOf(bubble).some(({ told }) => !told),
    onHappened: happened,
    onAttention: parts.onAttention,
  });

  function step(event: Open, what: NotificationStep['step'], reason: NotificationReason | null = null): void {
    onSteps([{ at: desk().now, requestId: event.news.id, kind: event.news.kind, step: what, reason }]);
  }

  function shown(event: Open): void {
    if (event.told) return;
    step(event, event.toldOnce ? 'reminded' : 'shown');
    event.told = true;
    event.toldOnce = true;
  }

  function happened(bubble: Bubble, what: BubbleEvent): void {
    const told = eventsOf(bubble);
    const leave = (as: NotificationStep['step']): void => {
      for (const event of told) {
        step(event, as);
        event.shown = false;
      }
      screen.draw();
    };
    const choose = (choice: Choice, text: string | null = null): void => {
      leave('clicked');
      parts.onChosen(bubble.opens, choice, text);
    };
    switch (what.kind) {
      case 'shown':
        return told.forEach(shown);
      case 'failed':
        return told.forEach((event) => step(event, 'failed', what.reason));
      case 'closed':
        return leave(what.by === 'person' ? 'dismissed' : 'expired');
      case 'clicked':
        return choose('open');
      case 'replied':
        return choose('reply', what.text);
      case 'acted':
        if (what.action === 'stay') return;
        if (what.action !== 'snooze') return choose(what.action);
        for (const event of told) event.nextAt = desk().now + snoozeMs;
        leave('snoozed');
        return remindLater();
    }
  }

  /** Decides on an event, for the first time or again; answers whether it is heard. */
  function bringUp(event: Open): boolean {
    const now = desk();
    const { kind, id } = event.news;
    const decision = decide(kind, id, now);
    event.again = event.nextAt !== null;
    event.nextAt = kind === 'request' ? remindAt(now.now, now.settings) : null;
    event.shown = decision.show;
    event.told = false;
    const reason = decision.show ? null : decision.reason;
    if (reason !== null && reason !== event.reason) step(event, 'suppressed', reason);
    event.reason = reason;
    return decision.sound;
  }

  function hear(kind: News['kind']): void {
    const { now } = desk();
    if (now - (heardAt.get(kind) ?? -Infinity) < soundBreathMs) return;
    heardAt.set(kind, now);
    onSound(kind);
  }

  async function readOver(news: readonly News[]): Promise<(news: News) => NotificationReason | null> {
    const ids = [...new Set(news.map(({ id }) => id))];
    const standings = new Map((await parts.readStanding(ids)).map((standing) => [standing.id, standing]));
    return (item) => {
      const standing = standings.get(item.id);
      return standing === undefined ? null : overBecause(item, standing);
    };
  }

  /** What is over leaves the screen, and the memory. */
  async function settle(): Promise<void> {
    if (events.size === 0) return;
    const asked = [...events.values()];
    const over = await readOver(asked.map(({ news }) => news));
    for (const event of asked) {
      const reason = over(event.news);
      if (reason === null || !events.delete(event.key)) continue;
      if (event.shown) step(event, 'withdrawn', reason);
    }
    screen.draw();
  }
  const settleSoon = onceAtATime(settle, onError);

  function remindLater(): void {
    clearTimeout(reminding);
    const soonest = Math.min(...[...events.values()].map(({ nextAt }) => nextAt ?? Infinity));
    if (soonest < Infinity) reminding = setTimeout(remind, Math.max(0, soonest - desk().now));
  }
  function remind(): void {
    const { now } = desk();
    const due = [...events.values()].filter(({ nextAt }) => nextAt !== null && nextAt <= now);
    if (due.map(bringUp).includes(true)) hear('request');
    screen.draw();
    remindLater();
  }

  function remember(news: News): Open | null {
    const key = keyOf(news);
    if (seen.has(key)) return null;
    seen.add(key);
    if (seen.size > remembered) for (const old of [...seen].slice(0, remembered / 2)) seen.delete(old);
    const nothing = { shown: false, told: false, toldOnce: false, again: false, reason: null, nextAt: null };
    const event: Open = { key, news, ...nothing };
    events.set(key, event);
    if (events.size > mostOpen) events.delete([...events.keys()][0] as string);
    return event;
  }

  function tell(news: readonly News[]): void {
    const fresh = news.flatMap((item) => remember(item) ?? []);
    if (fresh.length === 0) return;
    for (const event of fresh) if (bringUp(event)) hear(event.news.kind);
    screen.draw();
    remindLater();
  }

  return {
    /** News of this moment. */
    tell,
    /** News of a time when this console was not connected: what is over by now is not told. */
    tellLate: async (news: readonly News[]): Promise<void> => {
      if (news.length === 0) return;
      const over = await readOver(news);
      const { now } = desk();
      const done = news.flatMap((item) => {
        const reason = over(item);
        return reason === null
          ? []
          : [{ at: now, requestId: item.id, kind: item.kind, step: 'suppressed', reason } as const];
      });
      if (done.length > 0) onSteps(done);
      tell(news.filter((item) => over(item) === null));
    },
    /** Requests that waited before this console looked: brought up only if they still wait in a while. */
    expect: (waiting: readonly Extract<News, { kind: 'request' }>[]): void => {
      const { now, settings } = desk();
      const known = new Set([...events.values()].map(({ news }) => news.id));
      for (const news of waiting.filter(({ id }) => !known.has(id))) {
        const event = remember(news);
        if (event !== null) event.nextAt = remindAt(now, settings);
      }
      remindLater();
    },
    /** The cache changed: some events may be over. */
    settle: settleSoon,
    /** The technician looks at this request: what tells of it leaves the screen. */
    looked: (id: RequestId): void => {
      for (const event of events.values()) if (event.news.id === id) event.shown = false;
      screen.draw();
    },
    /** Language or privacy changed: what is on the screen is written anew. */
    redraw: screen.draw,
    /** Shows one on purpose, whatever the technician does at the moment, and says what came of it (spec 8.3). */
    test: async (): Promise<SelfTest> => {
      const { t } = translator();
      const now = desk();
      const outcome = await presenter.test({
        key: 'test',
        title: t('notification.test'),
        body: t('notification.testBody'),
        open: t('notification.open'),
        events: [],
        opens: 1 as RequestId,
        stays: false,
        actions: [],
      });
      return { outcome, hindrance: now.settings.notifications ? hindrance(now) : 'notifications-off' };
    },
    close: async (): Promise<void> => {
      clearTimeout(reminding);
      events.clear();
      await screen.close();
    },
  };
}
