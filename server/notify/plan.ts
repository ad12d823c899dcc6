import type { Config } from '../config.ts';
import type { Presences } from '../presence.ts';
import type { StoredReach, WaitingAnswer } from '../store/reach-store.ts';
import type { Reader, Store, Writer } from '../store/store.ts';
import { isQuiet, mannersOf, standing, standingNews } from './waiting-message.ts';
import { deliveredTo, linesForCustomer } from './customer-message.ts';
import type { Methods } from './methods.ts';
import { newMessage } from './queue.ts';

export type PlanParts = {
  store: Store;
  config: Pick<Config, 'bundleMs' | 'answerMailAfterMs' | 'answerMailEveryMs'>;
  presences: Pick<Presences, 'of'>;
  methods: Pick<Methods, 'isOffered'>;
  clock: () => number;
  newId: () => string;
};

const callsAtOnce = 500;
const answersAtOnce = 100;
/** What a customer could not be mailed for so long is no news any more. */
const staleAfterMs = 7 * 86_400_000;

/** What is new in technicians' own requests is looked for in turn: each of them has had his after so many sweeps. */
const sweepsForAllNews = 8;

/** Of the calls that a technician was not told of by a method those that have waited long enough, up to the first that has not. */
async function dueCalls(read: Reader, { toldTo, afterMinutes }: StoredReach, now: number, most: number) {
  const calls = await read.callsAfter(toldTo, most);
  const end = calls.findIndex(({ since }) => since + afterMinutes * 60_000 > now);
  return end === -1 ? calls : calls.slice(0, end);
}

/** What is new in his own requests, and that a technician was not told of by a method, as far as it waited long enough. */
const dueNews = async (read: Reader, { technicianId, method, afterMinutes }: StoredReach, now: number) =>
  (await read.news(technicianId, method)).filter(({ since }) => since + afterMinutes * 60_000 <= now);

/**
 * Makes the work that turns what waits into messages: calls that nobody took in time, and what is new in the own
 * requests of a technician who did not look at it in time, for each who chose it; and what customers with a closed page
 * were written. A message and the note that it was made are one commit, so that neither a crash nor a second look makes
 * another.
 */
export function createPlan({ store, config, presences, methods, clock, newId }: PlanParts) {
  const startedAt = clock();
  const { answerMailAfterMs, answerMailEveryMs, bundleMs } = config;

  /** What comes while he is Unavailable passes him by; in quiet hours, and while he has just been told, it gathers. */
  async function tell(tx: Writer, { technicianId, method }: StoredReach): Promise<void> {
    const now = clock();
    const reach = (await tx.reachOf(technicianId)).find((choice) => choice.method === method);
    if (reach === undefined || !reach.on) return;
    const [dueToTake, dueToRead] = [await dueCalls(tx, reach, now, callsAtOnce), await dueNews(tx, reach, now)];
    const calls = await standing(tx, technicianId, dueToTake);
    const marks = dueToRead.map(({ requestId, kind, to }) => ({ requestId, kind, mark: to }));
    const news = await standingNews(tx, technicianId, marks);
    const isTold = calls.length + news.length > 0 && methods.isOffered(method);
    if (isTold) {
      const about = { technicianId, calls: calls.map(({ position, requestId }) => ({ position, requestId })) };
      await tx.putOutgoing(newMessage(newId(), method, { kind: 'calls', ...about, news: marks }, now));
    }
    await tx.putTold(technicianId, method, marks);
    const toldTo = dueToTake.at(-1)?.position ?? reach.toldTo;
    await tx.putReach({ ...reach, toldTo, nextAt: isTold ? now + bundleMs : reach.nextAt });
  }

  let sweeps = 0;
  async function tellTechnicians(): Promise<void> {
    const now = clock();
    sweeps += 1;
    const lastCall = await store.read.lastCall();
    for (const [index, reach] of (await store.read.reachOn()).entries()) {
      if (reach.nextAt > now) continue;
      // Calls come due in their order: the first one says whether any is.
      const isDue =
        (reach.toldTo < lastCall && (await dueCalls(store.read, reach, now, 1)).length > 0) ||
        ((index + sweeps) % sweepsForAllNews === 0 && (await dueNews(store.read, reach, now)).length > 0);
      if (!isDue || isQuiet(await mannersOf(store.read, reach.technicianId), now)) continue;
      await store.write((tx) => tell(tx, reach));
    }
  }

  const isRipe = ({ since, mailedAt }: WaitingAnswer, now: number): boolean =>
    since !== null &&
    // Right after a start no page has come back yet.
    Math.max(since, startedAt) + answerMailAfterMs <= now &&
    (mailedAt ?? -Infinity) + answerMailEveryMs <= now;

  async function mailCustomer(tx: Writer, given: WaitingAnswer): Promise<void> {
    const now = clock();
    const answer = await tx.answer(given.requestId);
    if (answer === null || !isRipe(answer, now)) return;
    const { requestId, mailedSeq } = answer;
    const isStale = now - (answer.since ?? now) > staleAfterMs;
    const afterSeq = Math.max(mailedSeq, await deliveredTo(tx, requestId));
    const last = (await linesForCustomer(tx, requestId, { afterSeq })).at(-1);
    if (last === undefined || isStale || presences.of(requestId).customer.connected) {
      await tx.putAnswered({ ...answer, since: null });
      return;
    }
    const about = { kind: 'answers', requestId, afterSeq, toSeq: last.seq } as const;
    await tx.putOutgoing(newMessage(newId(), 'email', about, now));
    await tx.putAnswered({ ...answer, since: null, mailedAt: now, mailedSeq: last.seq });
  }

  async function mailCustomers(): Promise<void> {
    if (!methods.isOffered('email')) return;
    const now = clock();
    for (const answer of await store.read.answersSince(now - answerMailAfterMs, answersAtOnce)) {
      if (isRipe(answer, now)) await store.write((tx) => mailCustomer(tx, answer));
    }
  }

  return async (): Promise<void> => {
    await tellTechnicians();
    await mailCustomers();
  };
}
