import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestId, TechnicianId } from '../protocol/ids.ts';

/** The secret of a request's resume link, 256 bits, derived from the relay's key: nothing to store, the same each time. */
export const requestSecret = (relayKey: string, id: RequestId): string =>
  createHmac('sha256', relayKey).update(`request ${id}`).digest('base64url');

/** Whether a page's secret is the request's, in a time that tells nothing. */
export function isRequestSecret(relayKey: string, id: RequestId, secret: string): boolean {
  const right = Buffer.from(requestSecret(relayKey, id));
  const given = Buffer.from(secret);
  return right.length === given.length && timingSafeEqual(right, given);
}

/** The secret that a technician's generic webhooks are signed with; derived, and the same each time. */
export const webhookSecret = (relayKey: string, id: TechnicianId): string =>
  createHmac('sha256', relayKey).update(`webhook ${id}`).digest('base64url');
