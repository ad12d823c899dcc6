import { translatorOf } from '../../i18n/catalogues.ts';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import { isWithin } from '../../protocol/quiet-hours.ts';
import type { ReachManners } from '../../protocol/reach.ts';
import { isVisible } from '../access.ts';
import { webhookSecret } from '../secrets.ts';
import type { Account, Reader } from '../store/store.ts';
import type { Call, CallMark, News, NewsMark, StoredReach } from '../store/reach-store.ts';
import { mailHtml, mailText } from './mail-page.ts';
import type { Message } from './methods.ts';
import { asTextMessage, testWords, waitingWords, type WaitingRequest, type Words, type WordsOf } from './words.ts';

// Telling a technician of requests that wait, for anybody or for him: to whom, of what, and in which words.

/** Until a console has said otherwise. */
const firstManners: ReachManners = {
  language: 'en',
  timeZone: 'UTC',
  isPrivate: false,
  quietHours: { on: false, from: 0, to: 0 },
};
export const mannersOf = async (read: Reader, technician: TechnicianId): Promise<ReachManners> =>
  (await read.manners(technician)) ?? firstManners;

/** Whether it is in the technician's quiet hours, where he is. */
export function isQuiet({ quietHours, timeZone }: ReachManners, now: number): boolean {
  if (!quietHours.on) return false;
  const parts = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });
  const [hour = 0, minute = 0] = parts
    .formatToParts(now)
    .filter(({ type }) => type === 'hour' || type === 'minute')
    .map(({ value }) => Number(value));
  return isWithin(hour * 60 + minute, quietHours);
}

/**
 * What the technician may see, being Available by his own word; null: he is not. Absence, which the relay notes by
 * itself, is no reason not to tell him: who has left the desk is whom these methods are for.
 */
async function sightOf(read: Reader, technician: TechnicianId): Promise<Scope | null> {
  const [account, seen] = [await read.account(technician), await read.scope(technician)];
  return account === null || seen === null || !account.available ? null : { ...seen, available: true };
}

async function seesRequest(read: Reader, scope: Scope, id: RequestId): Promise<boolean> {
  const request = await read.requestSight(id);
  return request !== null && isVisible(request, scope);
}

/** Of these calls those that still wait and that the technician may be told of. */
export async function standing(read: Reader, technician: TechnicianId, calls: readonly CallMark[]): Promise<Call[]> {
  const scope = await sightOf(read, technician);
  if (scope === null) return [];
  const found: Call[] = [];
  for (const { position, requestId } of calls) {
    const call = await read.call(requestId);
    if (call?.position === position && (await seesRequest(read, scope, requestId))) found.push(call);
  }
  return found;
}

/** Of this news what is still so: messages that were not read since, offers that still wait for his answer. */
export async function standingNews(
  read: Reader,
  technician: TechnicianId,
  marks: readonly NewsMark[],
): Promise<News[]> {
  const scope = marks.length === 0 ? null : await sightOf(read, technician);
  if (scope === null) return [];
  const found: News[] = [];
  for (const news of await read.news(technician, null)) {
    const { requestId, kind, from, to } = news;
    const isStill = marks.some(
      (told) => told.requestId === requestId && told.kind === kind && from <= told.mark && told.mark <= to,
    );
    if (isStill && (await seesRequest(read, scope, requestId))) found.push(news);
  }
  return found;
}

type Waiting = { requestId: RequestId; since: number; because: WaitingRequest['because'] };

/** Each request once: what is his own says more than that it waits for anybody. */
function together(calls: readonly Call[], news: readonly News[]): Waiting[] {
  const own = news.map(({ requestId, since, kind }): Waiting => ({ requestId, since, because: kind }));
  const forAll = calls.filter(({ requestId }) => !own.some((other) => other.requestId === requestId));
  const waiting = [
    ...own,
    ...forAll.map(({ requestId, since }): Waiting => ({ requestId, since, because: 'untaken' })),
  ];
  return waiting.sort((a, b) => a.since - b.since);
}

/** Who asks for what; of a request that is offered also by whom. */
async function aboutOf(read: Reader, { requestId, because }: Waiting): Promise<WaitingRequest['about']> {
  const request = await read.request(requestId);
  if (request === null) return null;
  const { customer, subject, companyId, handover } = request;
  const about = { customer: customer.name, company: (await read.company(companyId))?.name ?? '', subject };
  if (because !== 'offer') return about;
  const by = handover === null ? null : await read.account(handover.fromId);
  return { ...about, offeredBy: by?.name ?? '' };
}

export type WaitingMessageParts = { base: string; relayKey: string; now: number };

/** The words in the form that the method has. `key` is the same at every try. */
function messageOf(
  key: string,
  { method, address, shape }: StoredReach,
  account: Account,
  words: Words,
  manners: ReachManners,
  relayKey: string,
): Message {
  switch (method) {
    case 'text':
      return { method, to: address, body: asTextMessage(words) };
    case 'webhook':
      return { method, key, address, shape, secret: webhookSecret(relayKey, account.id), words };
    case 'email': {
      const [first] = words.lines;
      const only = words.lines.length === 1 ? first : undefined;
      const content = {
        language: manners.language,
        title: words.title,
        parts: [
          ...words.lines.map(({ text, link }) =>
            only === undefined ? ({ kind: 'link', text, link } as const) : ({ kind: 'sentence', text } as const),
          ),
          ...[words.more, words.note].flatMap((text) => (text === null ? [] : [{ kind: 'sentence', text } as const])),
        ],
        action: only === undefined ? null : { text: words.open, link: only.link },
        foot: [words.why],
      };
      return {
        method,
        key,
        from: 'Sportello',
        to: { name: account.name, address },
        subject: words.title,
        html: mailHtml(content),
        text: mailText(content),
        thread: null,
      };
    }
  }
}

/** What a technician is sent about requests that wait, or null if there is nothing to tell him any more. */
export async function waitingMessage(
  read: Reader,
  reach: StoredReach,
  key: string,
  { calls, news }: { calls: readonly CallMark[]; news: readonly NewsMark[] },
  { base, relayKey, now }: WaitingMessageParts,
): Promise<Message | null> {
  const account = await read.account(reach.technicianId);
  if (account === null || !reach.on) return null;
  const waiting = together(await standing(read, account.id, calls), await standingNews(read, account.id, news));
  if (waiting.length === 0) return null;
  const manners = await mannersOf(read, account.id);
  const given: WordsOf = { translator: translatorOf(manners.language), method: reach.method, now, base };
  const requests: WaitingRequest[] = [];
  for (const each of waiting) {
    const about = manners.isPrivate ? null : await aboutOf(read, each);
    requests.push({ id: each.requestId, since: each.since, because: each.because, about });
  }
  const words = waitingWords(given, requests);
  return messageOf(key, reach, account, words, manners, relayKey);
}

/** A test of a method, as it would reach the technician. */
export async function testMessage(
  read: Reader,
  reach: StoredReach,
  account: Account,
  key: string,
  { base, relayKey, now }: WaitingMessageParts,
): Promise<Message> {
  const manners = await mannersOf(read, account.id);
  const words = testWords({ translator: translatorOf(manners.language), method: reach.method, now, base });
  return messageOf(key, reach, account, words, manners, relayKey);
}
