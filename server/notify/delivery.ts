import { reachMethods } from '../../protocol/reach.ts';
import type { Log } from '../log.ts';
import type { Presences } from '../presence.ts';
import type { Outgoing, OutgoingMethod } from '../store/reach-store.ts';
import type { Reader, Store, Writer } from '../store/store.ts';
import { answersMail, deliveredTo, transcriptMail } from './customer-message.ts';
import { inTime } from './in-time.ts';
import { areTwinsToldApart, type Message, type Methods } from './methods.ts';
import type { Outcome } from './outcome.ts';
import { pushMessage } from './push-message.ts';
import { isGone } from './push.ts';
import { isQuiet, mannersOf, waitingMessage } from './waiting-message.ts';

export type DeliveryParts = {
  store: Store;
  methods: Methods;
  presences: Pick<Presences, 'of'>;
  relayKey: string;
  /** The relay's public address. */
  base: () => string;
  clock: () => number;
  /** Spreads the tries, of 0..1. */
  random: () => number;
  log: Log;
  onOutcome: (method: OutgoingMethod, outcome: Outgoing['state']) => void;
};

/** So many go out at once by each method, so that a slow one holds up none of the others. */
const atOnce = 4;
const firstRetryMs = 15_000;
const longestRetryMs = 3_600_000;
/** Some nine hours: a mail server that is down over night is back by then. */
const mostTries = 16;
const lookAgainMs = 5 * 60_000;
const finishWithinMs = 3_000;

/** How long to wait after so many tries: twice as long each time, give or take a quarter. */
const retryAfter = (attempts: number, random: number): number =>
  Math.min(longestRetryMs, firstRetryMs * 2 ** (attempts - 1)) * (0.75 + random / 2);

/**
 * Hands the messages of the queue over. Before the other side is told, it is on disk that it is being told; afterwards,
 * what came of it. Whatever a crash leaves in between may have been heard: mails, generic webhooks and pushes, whose
 * receivers can tell twins by an id that stays the same, are told again; a telephone or a chat is not, since there a
 * message that comes twice is the worse of the two faults, and the other methods and the console are there.
 */
export function createDelivery(parts: DeliveryParts) {
  const { store, methods, presences, relayKey, base, clock, random, log, onOutcome } = parts;
  const underWay = new Map<string, { method: OutgoingMethod; work: Promise<void> }>();
  let isStopped = false;

  const busyWith = (method: OutgoingMethod): number =>
    [...underWay.values()].filter((other) => other.method === method).length;
  const end = (row: Outgoing, state: Outgoing['state'], reason: string | null): Outgoing => ({
    ...row,
    state,
    reason,
    endedAt: clock(),
  });
  /** Puts down how a message stands now. */
  async function note(row: Outgoing, isDeviceGone = false): Promise<void> {
    await store.write(async (tx) => {
      await tx.putOutgoing(row);
      if (isDeviceGone && row.about.kind === 'push') await tx.dropPushSubscription(row.about.subscriptionId);
    });
    if (row.endedAt !== null) onOutcome(row.method, row.state);
  }

  /** The message in its words of now; null when there is no need for it any more; or when to look again. */
  async function compose(read: Reader, { id, about, method }: Outgoing): Promise<Message | null | { at: number }> {
    const now = clock();
    if (about.kind === 'calls') {
      const reach = (await read.reachOf(about.technicianId)).find((choice) => choice.method === method);
      if (reach === undefined) return null;
      if (isQuiet(await mannersOf(read, about.technicianId), now)) return { at: now + lookAgainMs };
      return waitingMessage(read, reach, id, about, { base: base(), relayKey, now });
    }
    const request = await read.request(about.requestId);
    if (request === null) return null;
    const link = { base: base(), relayKey };
    if (about.kind === 'transcript') return transcriptMail(read, request, id, link);
    if (presences.of(request.id).customer.connected) return null;
    if (about.kind === 'push') return pushMessage(read, request, id, about);
    const afterSeq = Math.max(about.afterSeq, await deliveredTo(read, request.id));
    return answersMail(read, request, id, { afterSeq, toSeq: about.toSeq }, link);
  }

  /** Puts down that the other side is being told of a message, and answers with which words; null: it is not told now. */
  async function begin(tx: Writer, id: string): Promise<{ row: Outgoing; message: Message | null } | null> {
    const row = await tx.outgoing(id);
    if (row === null || row.state !== 'waiting') return null;
    const message = await compose(tx, row);
    const isLater = message !== null && 'at' in message;
    const begun: Outgoing = isLater
      ? { ...row, nextAt: message.at }
      : message === null
        ? end(row, 'withdrawn', null)
        : { ...row, state: 'sending', attempts: row.attempts + 1 };
    await tx.putOutgoing(begun);
    return { row: begun, message: isLater ? null : message };
  }

  function after(row: Outgoing, message: Message, outcome: Outcome): Outgoing {
    if (outcome.kind === 'delivered') return end(row, 'sent', null);
    const { reason, said, again } = outcome;
    log.warn({ event: 'message-not-delivered', id: row.id, method: row.method, tries: row.attempts }, reason);
    const isWorthIt =
      again === 'always' ||
      (again === 'if-twins-are-told-apart' && areTwinsToldApart({ shape: 'generic', ...message }));
    const why = `${reason} ${said}`.trim();
    return isWorthIt ? later(row, why) : end(row, 'dead', why);
  }
  const later = (row: Outgoing, reason: string): Outgoing =>
    row.attempts >= mostTries
      ? end(row, 'dead', reason)
      : { ...row, state: 'waiting', reason, nextAt: Math.round(clock() + retryAfter(row.attempts, random())) };

  async function send(id: string): Promise<void> {
    const begun = await store.write((tx) => begin(tx, id));
    if (begun === null) return;
    const { row, message } = begun;
    if (message !== null) {
      const outcome = await methods.deliver(message);
      await note(after(row, message, outcome), isGone(outcome));
    } else if (row.endedAt !== null) onOutcome(row.method, row.state);
  }
  /** A bug, which is no reason to try without end. */
  async function stumbled(id: string, error: unknown): Promise<void> {
    log.error({ error, id }, 'sending a message failed');
    const row = await store.read.outgoing(id);
    if (row?.endedAt === null) await note(later({ ...row, attempts: row.attempts + 1 }, 'internal'));
  }

  /** Starts as many of those whose time has come as there is room for. */
  async function start(method: OutgoingMethod): Promise<void> {
    if (busyWith(method) >= atOnce) return;
    for (const { id } of await store.read.outgoingDue(method, clock(), 2 * atOnce)) {
      if (isStopped || underWay.has(id) || busyWith(method) >= atOnce) continue;
      const work = send(id)
        .catch((error: unknown) => stumbled(id, error))
        .catch((error: unknown) => log.error({ error, id }, 'noting that a message failed'))
        .finally(() => underWay.delete(id));
      underWay.set(id, { method, work });
    }
  }
  /** What was being told when the relay ended. */
  async function recover(): Promise<void> {
    for (const row of await store.read.outgoingUnderWay()) {
      const { about, method } = row;
      const choices = about.kind === 'calls' ? await store.read.reachOf(about.technicianId) : [];
      const shape = choices.find((choice) => choice.method === method)?.shape ?? 'generic';
      const isSafe = areTwinsToldApart({ method, shape });
      await note(isSafe ? { ...row, state: 'waiting', nextAt: clock() } : end(row, 'dead', 'interrupted'));
    }
  }

  return {
    recover,
    sweep: async (): Promise<void> => {
      for (const method of [...reachMethods, 'push'] as const) await start(method);
    },
    /** Begins nothing more; what takes too long is left to the next start. */
    stop: async (): Promise<void> => {
      isStopped = true;
      const finished = Promise.all([...underWay.values()].map(({ work }) => work));
      await inTime<unknown>(finished, finishWithinMs, null);
    },
  };
}
