import { translatorOf } from '../../i18n/catalogues.ts';
import type { TechnicianId } from '../../protocol/ids.ts';
import { isWithin } from '../../protocol/quiet-hours.ts';
import type { ReachManners } from '../../protocol/reach.ts';
import { isVisible } from '../access.ts';
import { webhookSecret } from '../secrets.ts';
import type { Account, Reader } from '../store/store.ts';
import type { Call, StoredReach } from '../store/reach-store.ts';
import { mailHtml, mailText } from './mail-page.ts';
import type { Message } from './methods.ts';
import { asTextMessage, callWords, testWords, type WaitingRequest, type Words, type WordsOf } from './words.ts';

// Telling a technician of requests that wait: to whom, of what, and in which words.

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
 * Of these calls those that still wait and that the technician may see, being Available by his own word. Absence, which
 * the relay notes by itself, is no reason not to tell him: who has left the desk is whom these methods are for.
 */
export async function standing(
  read: Reader,
  technician: TechnicianId,
  calls: readonly Pick<Call, 'position' | 'requestId'>[],
): Promise<Call[]> {
  const [account, seen] = [await read.account(technician), await read.scope(technician)];
  if (account === null || seen === null || !account.available) return [];
  const scope = { ...seen, available: true };
  const found: Call[] = [];
  for (const { position, requestId } of calls) {
    const call = await read.call(requestId);
    const request = call?.position === position ? await read.requestSight(requestId) : null;
    if (call !== null && request !== null && isVisible(request, scope)) found.push(call);
  }
  return found;
}

async function waitingOf(read: Reader, calls: readonly Call[], isPrivate: boolean): Promise<WaitingRequest[]> {
  const waiting: WaitingRequest[] = [];
  for (const { requestId, since } of calls) {
    const request = isPrivate ? null : await read.request(requestId);
    const company = request === null ? null : await read.company(request.companyId);
    const about =
      request === null
        ? null
        : { customer: request.customer.name, company: company?.name ?? '', subject: request.subject };
    waiting.push({ id: requestId, since, about });
  }
  return waiting.sort((a, b) => a.since - b.since);
}

export type CallMessageParts = { base: string; relayKey: string; now: number };

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

/** What a technician is sent about calls, or null if there is nothing to tell him any more. */
export async function callMessage(
  read: Reader,
  reach: StoredReach,
  key: string,
  calls: readonly Pick<Call, 'position' | 'requestId'>[],
  { base, relayKey, now }: CallMessageParts,
): Promise<Message | null> {
  const account = await read.account(reach.technicianId);
  const open = reach.on ? await standing(read, reach.technicianId, calls) : [];
  if (account === null || open.length === 0) return null;
  const manners = await mannersOf(read, account.id);
  const given: WordsOf = { translator: translatorOf(manners.language), method: reach.method, now, base };
  const words = callWords(given, await waitingOf(read, open, manners.isPrivate));
  return messageOf(key, reach, account, words, manners, relayKey);
}

/** A test of a method, as it would reach the technician. */
export async function testMessage(
  read: Reader,
  reach: StoredReach,
  account: Account,
  key: string,
  { base, relayKey, now }: CallMessageParts,
): Promise<Message> {
  const manners = await mannersOf(read, account.id);
  const words = testWords({ translator: translatorOf(manners.language), method: reach.method, now, base });
  return messageOf(key, reach, account, words, manners, relayKey);
}
