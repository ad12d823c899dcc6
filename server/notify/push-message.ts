import { translatorOf } from '../../i18n/catalogues.ts';
import { portalPath } from '../../protocol/links.ts';
import type { Reader, StoredRequest } from '../store/store.ts';
import { deliveredTo, linesForCustomer } from './customer-message.ts';
import type { Message } from './methods.ts';

/**
 * That there is an answer, and to which request: for a screen that others see, so neither who wrote it nor what. Null if
 * the device is no longer told, or the customer has all by now.
 */
export async function pushMessage(
  read: Reader,
  request: StoredRequest,
  key: string,
  { subscriptionId, toSeq }: { subscriptionId: string; toSeq: number },
): Promise<Message | null> {
  const device = await read.pushSubscription(subscriptionId);
  const afterSeq = await deliveredTo(read, request.id);
  // One that was made after it says the same.
  const isNeeded = device !== null && device.toldSeq <= toSeq;
  if (!isNeeded || (await linesForCustomer(read, request.id, { afterSeq, toSeq })).length === 0) return null;
  const portal = await read.portalById(request.portalId);
  if (portal === null) throw new Error('a request is of a portal');
  const { t, language } = translatorOf(request.source.language);
  const { endpoint, p256dh, auth, under } = device;
  const body = t('outgoing.push.answer', { id: String(under) });
  return {
    method: 'push',
    target: { endpoint, p256dh, auth },
    // The service can read it: one for this device and request, which says nothing of either.
    topic: subscriptionId.replaceAll('-', ''),
    word: { key, id: under, path: portalPath(portal.slug), title: portal.title, body, language },
  };
}
