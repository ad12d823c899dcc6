import { ok, refuse } from '../../protocol/errors.ts';
import { choicesOf } from '../notify/choices.ts';
import type { ConsoleHandler } from './context.ts';

/** How one method reaches the technician. What waits already when he turns it on is in sight of his console. */
export const set: ConsoleHandler<'reach.set'> = async ({ tx, actor, addressObjection }, choice) => {
  const address = choice.address.trim();
  const code = address === '' && !choice.on ? null : addressObjection(choice.method, address);
  if (code !== null) return refuse(code);
  const before = (await choicesOf(tx, actor.id)).find(({ method }) => method === choice.method);
  if (before === undefined) throw new Error('there is a choice of each method');
  const toldTo = before.on ? before.toldTo : await tx.lastCall();
  await tx.putReach({ ...before, ...choice, address, toldTo });
  return ok({});
};

/** What of the console's settings counts for all methods. */
export const tell: ConsoleHandler<'reach.tell'> = async ({ tx, actor }, manners) => {
  await tx.putManners(actor.id, manners);
  return ok({});
};
