import { shortened } from '../../i18n/shorten.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { News } from '../storage/news.ts';

/** What can be done on a notification besides opening it. */
export type BubbleAction = 'assign' | 'snooze' | 'reply' | 'accept' | 'decline' | 'stay';

/** A notification as the operating system is asked to show it. */
export type Bubble = {
  /** What makes two of them the same: the newer one takes the place of the older. */
  key: string;
  title: string;
  body: string;
  /** What a click does, in a word. */
  open: string;
  /** Which events it tells of. */
  events: readonly string[];
  /** What a click opens. */
  opens: RequestId;
  /** Stays until it is dealt with, where the operating system has that. */
  stays: boolean;
  actions: readonly { id: BubbleAction; text: string }[];
};

/** An event that is on the screen now. */
export type Event = {
  key: string;
  news: News;
  /** It was shown before, and nobody took the request since. */ again: boolean;
};

export type BubbleTexts = Translator & {
  /** No names, no texts. */
  isPrivate: boolean;
};

/** So many of a kind stand side by side; more become one that counts them. */
const most = 3;
const longestBody = 200;

const namesOf = (events: readonly Event[]): string =>
  [...new Set(events.map(({ news }) => news.customer).toReversed())].slice(0, most).join(' · ');

type Part = Omit<Bubble, 'key' | 'open' | 'events' | 'actions'> & { actions: readonly BubbleAction[] };

function requestBubble({ news, again }: Event, { t, isPrivate }: BubbleTexts): Part {
  const { id, customer, subject } = news as Extract<News, { kind: 'request' }>;
  const { company } = news as Extract<News, { kind: 'request' }>;
  const title = isPrivate
    ? t(again ? 'notification.privateStillWaiting' : 'notification.privateRequest')
    : t(again ? 'notification.stillWaiting' : 'notification.request', { customer, company });
  return { title, body: isPrivate ? '' : subject, opens: id, stays: true, actions: ['assign', 'snooze'] };
}

function offerBubble({ news }: Event, { t, isPrivate }: BubbleTexts): Part {
  const { id, customer, subject, by } = news as Extract<News, { kind: 'offered' }>;
  return {
    title: isPrivate ? t('notification.privateOffered') : t('notification.offered', { by }),
    body: isPrivate ? '' : `${customer}: ${subject}`,
    opens: id,
    stays: true,
    actions: ['accept', 'decline'],
  };
}

function messageBubble(last: Event, count: number, { t, isPrivate }: BubbleTexts): Part {
  const { id, customer, text } = last.news as Extract<News, { kind: 'message' }>;
  return {
    title: isPrivate ? t('notification.privateMessages', { count }) : t('notification.messages', { count, customer }),
    body: isPrivate ? '' : shortened(text, longestBody),
    opens: id,
    stays: false,
    actions: ['reply'],
  };
}

/** What one notification tells of instead of many: how many there are, and of whom the newest. */
function summary(kind: News['kind'], groups: readonly (readonly Event[])[], { t, isPrivate }: BubbleTexts): Part {
  const events = groups.flat();
  const [requests, count] = [groups.length, events.length];
  const title = {
    request: (): string => t('notification.manyRequests', { count }),
    offered: (): string => t('notification.manyOffered', { count }),
    message: (): string => t('notification.manyMessages', { count, requests }),
  }[kind]();
  // Opening it leads to whoever waits longest.
  const opens = (events[0] as Event).news.id;
  const stays = kind !== 'message';
  return { title, body: isPrivate ? '' : namesOf(events), opens, stays, actions: kind === 'request' ? ['snooze'] : [] };
}

function groupsOf(kind: News['kind'], events: readonly Event[]): Event[][] {
  const groups = new Map<RequestId, Event[]>();
  for (const event of events) {
    if (event.news.kind === kind) groups.set(event.news.id, [...(groups.get(event.news.id) ?? []), event]);
  }
  return [...groups.values()];
}

/**
 * The notifications that tell of these events, oldest first: one for each request and kind, or, of too many of a kind,
 * one that counts them. What is on the screen follows from this alone.
 */
export function bubblesFor(events: readonly Event[], texts: BubbleTexts): Bubble[] {
  const { t } = texts;
  const whole = (key: string, told: readonly Event[], part: Part): Bubble => ({
    ...part,
    key,
    open: t('notification.open'),
    events: told.map((event) => event.key),
    actions: part.actions.map((id) => ({ id, text: t(`notification.action.${id}`) })),
  });
  return (['request', 'offered', 'message'] as const).flatMap((kind) => {
    const groups = groupsOf(kind, events);
    if (groups.length > most) return [whole(`many ${kind}`, groups.flat(), summary(kind, groups, texts))];
    return groups.map((group) => {
      const last = group.at(-1) as Event;
      const part =
        kind === 'message'
          ? messageBubble(last, group.length, texts)
          : (kind === 'request' ? requestBubble : offerBubble)(last, texts);
      return whole(`${kind} ${last.news.id}`, group, part);
    });
  });
}
