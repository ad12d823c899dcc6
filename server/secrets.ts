import { createECDH, createHmac, timingSafeEqual } from 'node:crypto';
import type { MessageId, RequestId, TechnicianId } from '../protocol/ids.ts';

/** The secret of a request's resume link, 256 bits, derived from the relay's key: nothing to store, the same each time. */
export const requestSecret = (relayKey: string, id: RequestId): string =>
  createHmac('sha256', relayKey).update(`request ${id}`).digest('base64url');

/** Compares in a time that tells nothing. */
function isSame(right: string, given: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a page's secret is the request's, in a time that tells nothing. */
export const isRequestSecret = (relayKey: string, id: RequestId, secret: string): boolean =>
  isSame(requestSecret(relayKey, id), secret);

/** What opens a profile that was delivered to a request's customer: only who has the request's secret was told it. */
export const profileToken = (secret: string, delivery: MessageId): string =>
  createHmac('sha256', secret).update(`profile ${delivery}`).digest('base64url');

/** Whether it is that token, in a time that tells nothing. */
export const isProfileToken = (relayKey: string, request: RequestId, delivery: MessageId, given: string): boolean =>
  isSame(profileToken(requestSecret(relayKey, request), delivery), given);

/** The secret that a technician's generic webhooks are signed with; derived, and the same each time. */
export const webhookSecret = (relayKey: string, id: TechnicianId): string =>
  createHmac('sha256', relayKey).update(`webhook ${id}`).digest('base64url');

/** The key pair by which push services know this relay (VAPID, RFC 8292), in base64url. */
export type PushKeys = { publicKey: string; privateKey: string };

/** Derived, so that it is the same as long as the relay's key is: browsers subscribe under it. */
export function pushKeys(relayKey: string): PushKeys {
  for (let count = 0; ; count += 1) {
    const privateKey = createHmac('sha256', relayKey).update(`push ${count}`).digest();
    const curve = createECDH('prime256v1');
    try {
      curve.setPrivateKey(privateKey);
    } catch {
      continue; // one in four thousand millions is no number of the curve's
    }
    return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
  }
}
