import type { Config } from '../config.ts';
import { createDelivery, type DeliveryParts } from './delivery.ts';
import { createMethods } from './methods.ts';
import { createPlan, type PlanParts } from './plan.ts';
import { createPushPlan } from './push-plan.ts';
import { createReach, type ReachParts } from './reach.ts';

export type NotifyParts = Omit<DeliveryParts & PlanParts & ReachParts, 'methods' | 'read'> & { config: Config };

/**
 * Tells those who are not there: technicians of requests that nobody takes, customers of what they were written. Whoever
 * makes it calls `sweep` from time to time, and `stop` at the end; the first sweep sees to what the last run left.
 */
export function createNotify(parts: NotifyParts) {
  const methods = createMethods(parts);
  const plan = createPlan({ ...parts, methods });
  const planPushes = createPushPlan({ ...parts, methods });
  const delivery = createDelivery({ ...parts, methods });
  let recovered: Promise<void> | null = null;

  return {
    reach: createReach({ ...parts, methods, read: parts.store.read }),
    addressObjection: methods.objection,
    /** Whether what is written to customers reaches them by mail. */
    answersByMail: methods.isOffered('email'),
    pushKey: methods.pushKey,
    sweep: async (): Promise<void> => {
      recovered ??= delivery.recover();
      await recovered;
      await plan();
      await planPushes();
      await delivery.sweep();
    },
    stop: delivery.stop,
  };
}
