import { shortened } from '../../i18n/shorten.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { requestPage } from '../../protocol/links.ts';
import type { ReachMethod } from '../../protocol/reach.ts';

/**
 * A request that waits, as it is told: for anybody to take it, for its technician to read what its customer wrote, or for
 * him to answer a colleague who offers it. Who asks for what is left out where it is to stay private.
 */
export type WaitingRequest = {
  id: RequestId;
  since: number;
  because: 'untaken' | 'message' | 'offer';
  about: { customer: string; company: string; subject: string; offeredBy?: string } | null;
};

/** What a technician is told, before it is given the form of a mail, a text message or a webhook's body. */
export type Words = {
  event: 'requests.waiting' | 'test';
  title: string;
  lines: { request: WaitingRequest; link: string; text: string }[];
  /** How many more there are than are listed, in words; null if all are. */
  more: string | null;
  /** Without a line of a request, what there is to say. */
  note: string | null;
  open: string;
  /** Why it is told, and what to do who wants to hear no more. */
  why: string;
};

const mostLines = 10;

const lineOf = ({ t, duration }: Translator, { id, since, because, about }: WaitingRequest, now: number): string => {
  const name = about?.offeredBy ?? '';
  const waits = t('outgoing.waits', {
    because,
    time: duration(now - since),
    name,
    isNamed: name === '' ? 'no' : 'yes',
  });
  return about === null
    ? `#${id}, ${waits}`
    : `#${id}, ${about.customer}, ${about.company}: ${about.subject} (${waits})`;
};

/** What they have in common. */
const becauseOf = (waiting: readonly WaitingRequest[]): string => {
  const [first, ...others] = new Set(waiting.map(({ because }) => because));
  return others.length === 0 ? (first ?? '') : 'several';
};

export type WordsOf = { translator: Translator; method: ReachMethod; now: number; base: string };

/** In words that these requests wait, in their order. */
export function waitingWords({ translator, method, now, base }: WordsOf, waiting: readonly WaitingRequest[]): Words {
  const { t } = translator;
  const count = waiting.length;
  return {
    event: 'requests.waiting',
    title: t('outgoing.title', { because: becauseOf(waiting), count, id: String(waiting[0]?.id ?? '') }),
    lines: waiting.slice(0, mostLines).map((request) => ({
      request,
      link: requestPage(base, request.id),
      text: lineOf(translator, request, now),
    })),
    more: count > mostLines ? t('outgoing.more', { count: count - mostLines }) : null,
    note: null,
    open: t('requestPage.open'),
    why: t('outgoing.why', { method }),
  };
}

/** What a test says. */
export const testWords = ({ translator: { t }, method }: WordsOf): Words => ({
  event: 'test',
  title: t('outgoing.test.title'),
  lines: [],
  more: null,
  note: t('outgoing.test.note'),
  open: t('requestPage.open'),
  why: t('outgoing.why', { method }),
});

const longestText = 320;

/** As a text message: what it is about, the one that waits longest, and the link to it. */
export function asTextMessage({ title, lines, note }: Words): string {
  const [first] = lines;
  if (first === undefined) return [title, note].join('\n');
  const room = longestText - title.length - first.link.length - 2;
  const text = shortened(first.text, room);
  return [title, text, first.link].join('\n');
}
