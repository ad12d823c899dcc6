import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { TechnicianId } from '../../protocol/ids.ts';
import type { Reach, ReachMethod, ReachTest } from '../../protocol/reach.ts';
import type { RateLimit } from '../rate-limit.ts';
import { webhookSecret } from '../secrets.ts';
import type { Reader } from '../store/store.ts';
import { choicesOf } from './choices.ts';
import { inTime } from './in-time.ts';
import type { Methods } from './methods.ts';
import { failed, type Outcome } from './outcome.ts';
import { testMessage } from './waiting-message.ts';

export type ReachParts = {
  read: Reader;
  methods: Methods;
  relayKey: string;
  base: () => string;
  rateLimit: Pick<RateLimit<'test'>, 'take'>;
  clock: () => number;
  newId: () => string;
};

/** A console waits a quarter of a minute for an answer: a test says before that it takes too long. */
const testWithinMs = 12_000;

/** What a technician may ask about how he himself is reached. */
export function createReach({ read, methods, relayKey, base, rateLimit, clock, newId }: ReachParts) {
  async function test(technician: TechnicianId, method: ReachMethod): Promise<Outcome> {
    const account = await read.account(technician);
    const reach = (await choicesOf(read, technician)).find((choice) => choice.method === method);
    if (account === null || reach === undefined || !methods.isOffered(method)) return failed('not-offered', 'never');
    if (methods.objection(method, reach.address) !== null) return failed('not-allowed', 'never');
    const message = await testMessage(read, reach, account, newId(), { base: base(), relayKey, now: clock() });
    return inTime(methods.deliver(message), testWithinMs, failed('no-answer', 'never'));
  }

  return {
    read: async (technician: TechnicianId): Promise<Reach> => ({
      methods: (await choicesOf(read, technician)).map(({ method, on, address, afterMinutes, shape }) => ({
        ...{ method, on, address, afterMinutes, shape },
        offered: methods.isOffered(method),
      })),
      webhookSecret: webhookSecret(relayKey, technician),
    }),
    /**
     * Sends a test to where the method reaches the technician, as it is set, and waits for what comes of it. A few a
     * minute: what it reaches may be somebody else's.
     */
    test: async (technician: TechnicianId, method: ReachMethod): Promise<Result<ReachTest>> => {
      if (!rateLimit.take(`test ${technician}`, 'test')) return refuse('rate-limited');
      const outcome = await test(technician, method);
      if (outcome.kind === 'delivered') return ok({ outcome: 'delivered' });
      return ok({ outcome: 'failed', reason: outcome.reason, said: outcome.said });
    },
  };
}
