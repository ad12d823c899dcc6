import { buildPushPayload } from '@block65/webcrypto-web-push';
import type { PushTarget, PushWord } from '../../protocol/push.ts';
import type { PushKeys } from '../secrets.ts';
import { failed, type Outcome } from './outcome.ts';
import { post } from './post.ts';
import type { createPushAddresses } from './push-address.ts';

/** A push to one device. `topic`: of those that wait at the service with the same one, a device gets the last alone. */
export type Push = { target: PushTarget; topic: string; word: PushWord };

export type PushesParts = {
  addressOf: ReturnType<typeof createPushAddresses>;
  keys: PushKeys;
  /** Whom a push service may turn to about this relay: a `mailto:` or `https:` address. */
  contact: () => string;
};

/** A device that is off for longer is told by mail alone. */
const keptAtServiceSeconds = 86_400;
/** That the service knows no such device any more (RFC 8030, 7.3). */
const goneStatuses: readonly (number | undefined)[] = [404, 410];

/** Whether the device takes no pushes any more, and never will again at this address. */
export const isGone = (outcome: Outcome): boolean => outcome.kind === 'failed' && goneStatuses.includes(outcome.status);

/** Makes the sending of pushes, encrypted for the device (RFC 8291) and signed by the relay (RFC 8292). */
export function createPushes({ addressOf, keys, contact }: PushesParts) {
  return async ({ target, topic, word }: Push): Promise<Outcome> => {
    // Looked at again: the operator may have taken the service off the list since.
    const read = addressOf(target.endpoint);
    if (!read.ok) return failed('not-allowed', 'never');
    const { endpoint, p256dh, auth } = target;
    const { headers, body } = await buildPushPayload(
      { data: word, options: { ttl: keptAtServiceSeconds, urgency: 'high', topic } },
      { endpoint, expirationTime: null, keys: { p256dh, auth } },
      { subject: contact(), ...keys },
    );
    return post({ ...read.value, headers, body });
  };
}
