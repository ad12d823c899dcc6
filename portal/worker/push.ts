import { toldFragment } from '../../protocol/links.ts';
import type { PushWord } from '../../protocol/push.ts';

// The portal's service worker. It shows what is pushed and leads back to the page, and stands between the page and the
// network in nothing. The way into a request, whose link holds a secret, the page has kept on this device: a word has
// the number alone, since browsers keep notifications on the disk and show them on screens that are locked.

declare const self: ServiceWorkerGlobalScope;

/** A page that says nothing for so long is asleep, or of no request. */
const answerWithinMs = 1_000;

const tagOf = ({ id }: Pick<PushWord, 'id'>): string => `request-${id}`;

/** Which request a page shows; null if none. */
function requestOf(page: WindowClient): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    setTimeout(resolve, answerWithinMs, null);
    port1.onmessage = ({ data }) => resolve(data);
    page.postMessage('which-request', [port2]);
  });
}

/** The open page of a request, or null. */
async function pageOf({ id, path }: Pick<PushWord, 'id' | 'path'>): Promise<WindowClient | null> {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = all.filter(({ url }) => new URL(url).pathname === path);
  const shown = await Promise.all(pages.map(requestOf));
  return pages.find((_, n) => shown[n] === id) ?? null;
}

async function tell(word: PushWord): Promise<void> {
  const { key, id, path, title, body, language } = word;
  const page = await pageOf(word);
  if (page?.focused === true && page.visibilityState === 'visible') return;
  const shown = await self.registration.getNotifications({ tag: tagOf(word) });
  // The relay says it again when it does not know whether the first time was heard.
  if (shown.some(({ data }) => (data as PushWord | null)?.key === key)) return;
  const options = { body, lang: language, tag: tagOf(word), renotify: true, data: { key, id, path } };
  await self.registration.showNotification(title, options);
}

async function open(word: Pick<PushWord, 'id' | 'path'>): Promise<void> {
  const page = await pageOf(word);
  if (page === null) await self.clients.openWindow(`${word.path}#${toldFragment(word.id)}`);
  else await page.focus();
}

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('push', (event) => {
  if (event.data !== null) event.waitUntil(tell(event.data.json() as PushWord));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as PushWord));
});
