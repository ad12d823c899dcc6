import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { requestPage } from '../../protocol/links.ts';
import type { ReachMethod } from '../../protocol/reach.ts';

/** A request that waits, as it is told: who asks for what is left out where it is to stay private. */
export type WaitingRequest = {
  id: RequestId;
  since: number;
  about: { customer: string; company: string; subject: string } | null;
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

const lineOf = ({ t, duration }: Translator, { id, since, about }: WaitingRequest, now: number): string => {
  const waits = t('outgoing.calls.waits', { time: duration(now - since) });
  return about === null
    ? `#${id}, ${waits}`
    : `#${id}, ${about.customer}, ${about.company}: ${about.subject} (${waits})`;
};

export type WordsOf = { translator: Translator; method: ReachMethod; now: number; base: string };

/** In words that these requests wait, those that wait longest first. */
export function callWords({ translator, method, now, base }: WordsOf, waiting: readonly WaitingRequest[]): Words {
  const { t } = translator;
  const count = waiting.length;
  return {
    event: 'requests.waiting',
    title: t('outgoing.calls.title', { count, id: String(waiting[0]?.id ?? '') }),
    lines: waiting.slice(0, mostLines).map((request) => ({
      request,
      link: requestPage(base, request.id),
      text: lineOf(translator, request, now),
    })),
    more: count > mostLines ? t('outgoing.calls.more', { count: count - mostLines }) : null,
    note: null,
    open: t('requestPage.open'),
    why: t('outgoing.calls.why', { method }),
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
  why: t('outgoing.calls.why', { method }),
});

const longestText = 320;

/** As a text message: what it is about, the one that waits longest, and the link to it. */
export function asTextMessage({ title, lines, note }: Words): string {
  const [first] = lines;
  if (first === undefined) return [title, note].join('\n');
  const room = longestText - title.length - first.link.length - 2;
  const text = first.text.length > room ? `${first.text.slice(0, room - 1)}…` : first.text;
  return [title, text, first.link].join('\n');
}
