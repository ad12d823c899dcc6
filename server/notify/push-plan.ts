import type { Config } from '../config.ts';
import type { Presences } from '../presence.ts';
import type { PushSubscription } from '../store/push-store.ts';
import type { Store, Writer } from '../store/store.ts';
import { deliveredTo, linesForCustomer } from './customer-message.ts';
import type { Methods } from './methods.ts';
import { newMessage } from './queue.ts';

export type PushPlanParts = {
  store: Store;
  config: Pick<Config, 'answerPushAfterMs' | 'answerPushEveryMs'>;
  presences: Pick<Presences, 'of'>;
  methods: Pick<Methods, 'isOffered'>;
  clock: () => number;
  newId: () => string;
};

const devicesAtOnce = 100;
/** An answer of the day before has come by mail long since. */
const staleAfterMs = 86_400_000;

/**
 * Makes the work that turns answers that no open page has got into pushes, one to each of the customer's devices. A push
 * and the note that it was made are one commit, so that neither a crash nor a second look makes another.
 */
export function createPushPlan({ store, config, presences, methods, clock, newId }: PushPlanParts) {
  const { answerPushAfterMs, answerPushEveryMs } = config;
  const startedAt = clock();

  const isRipe = ({ since, toldAt }: PushSubscription, now: number): boolean =>
    since !== null &&
    // Right after a start no page has come back yet.
    Math.max(since, startedAt) + answerPushAfterMs <= now &&
    (toldAt ?? -Infinity) + answerPushEveryMs <= now;

  async function push(tx: Writer, id: string): Promise<void> {
    const now = clock();
    const device = await tx.pushSubscription(id);
    if (device === null || !isRipe(device, now)) return;
    const { requestId, toldSeq, since } = device;
    const afterSeq = Math.max(toldSeq, await deliveredTo(tx, requestId));
    const last = (await linesForCustomer(tx, requestId, { afterSeq })).at(-1);
    if (last === undefined || now - (since ?? now) > staleAfterMs) {
      await tx.putPushSubscription({ ...device, since: null });
      return;
    }
    // Connected and yet without the answer: about to get it, or a telephone that sleeps. Looked at again in a while.
    if (presences.of(requestId).customer.connected) {
      await tx.putPushSubscription({ ...device, since: now });
      return;
    }
    const about = { kind: 'push', requestId, subscriptionId: id, toSeq: last.seq } as const;
    await tx.putOutgoing(newMessage(newId(), 'push', about, now));
    await tx.putPushSubscription({ ...device, since: null, toldAt: now, toldSeq: last.seq });
  }

  return async (): Promise<void> => {
    if (!methods.isOffered('push')) return;
    const now = clock();
    for (const device of await store.read.pushesSince(now - answerPushAfterMs, devicesAtOnce)) {
      if (isRipe(device, now)) await store.write((tx) => push(tx, device.id));
    }
  };
}
