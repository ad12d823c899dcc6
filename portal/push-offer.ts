import { Bell, BellRing } from 'lucide';
import type { PortalCommand, PortalInput, PortalOutput } from '../protocol/commands.ts';
import type { Result } from '../protocol/errors.ts';
import type { RequestId } from '../protocol/ids.ts';
import type { CustomerView } from '../protocol/live.ts';
import type { PushTarget } from '../protocol/push.ts';
import { h, icon, listen, showOnce } from './elements.ts';
import type { Page } from './page.ts';
import { toldPlace, type Own, type Told } from './resume.ts';

const workerFile = '/push.js';
/** Some browsers take for ever to say that they cannot reach their push service. */
const giveUpAfterMs = 20_000;
/** All portals of the relay: one worker for this origin's notifications. */
const workerScope = '/p/';

export type AskRelay = <N extends PortalCommand>(name: N, input: PortalInput<N>) => Promise<Result<PortalOutput<N>>>;

/** Whether this browser can show what is pushed to it; a frame of another site cannot ask for it. */
const canTell = (page: Page): boolean =>
  !page.frame.framed && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** This browser's own subscription under the relay's key, made if there is none; one under another key makes room. */
async function subscriptionUnder(applicationServerKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(workerFile, { scope: workerScope });
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    if ((error as DOMException).name !== 'InvalidStateError') throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

function targetOf(subscription: PushSubscription): PushTarget {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  return { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' };
}

/** Takes the request's notifications away: the customer is here. */
async function withdraw(id: RequestId): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(workerScope);
  for (const shown of (await registration?.getNotifications({ tag: `request-${id}` })) ?? []) shown.close();
}

/** Tells the worker, when it asks, which request this page shows. */
const answerWorker = (id: RequestId): (() => void) => {
  const end = listen(navigator.serviceWorker, 'message', (event) => {
    const { data, ports } = event as MessageEvent;
    if (data === 'which-request') ports[0]?.postMessage(id);
  });
  navigator.serviceWorker.startMessages();
  return end;
};

/**
 * The quiet offer to tell the customer of answers on this device while the page is closed. Shown only where the browser
 * can and may; the browser's own question comes on the click alone.
 */
export function createPushOffer(page: Page, own: Own, ask: AskRelay) {
  const { t } = page.texts;
  const element = h('div', { class: 'push', hidden: true });
  const words = h('p', { class: 'push-words', role: 'status' });
  const sign = h('span', { class: 'push-sign' });
  const button = h('button', { type: 'button', class: 'push-button' });
  element.append(sign, words, button);
  let key: string | null = null;
  let isBusy = false;
  let hasFailed = false;
  let isRenewed = false;

  const told = (): Told | null => page.saved.read<Told>(toldPlace(own.id));
  const isOn = (): boolean => told() !== null && Notification.permission === 'granted';

  function render(): void {
    const on = isOn();
    element.hidden = key === null || Notification.permission === 'denied';
    element.toggleAttribute('data-on', on);
    showOnce(sign, String(on), () => [icon(on ? BellRing : Bell)]);
    words.textContent = hasFailed ? t('portal.push.failed') : on ? t('portal.push.on') : '';
    button.textContent = t(on ? 'portal.push.off' : 'portal.push.offer');
    button.setAttribute('aria-disabled', String(isBusy));
  }
  async function turnOn(): Promise<boolean> {
    if (key === null || (await Notification.requestPermission()) !== 'granted') return true;
    const tooLong = new Promise<never>((_, reject) => setTimeout(reject, giveUpAfterMs));
    const target = targetOf(await Promise.race([subscriptionUnder(key), tooLong]));
    const answer = await ask('push.subscribe', target);
    if (answer.ok)
      page.saved.write(toldPlace(own.id), { secret: own.secret, endpoint: target.endpoint } satisfies Told);
    return answer.ok;
  }
  async function turnOff({ endpoint }: Told): Promise<boolean> {
    const answer = await ask('push.unsubscribe', { endpoint });
    if (answer.ok) page.saved.drop(toldPlace(own.id));
    return answer.ok;
  }
  async function run(work: () => Promise<boolean>): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    hasFailed = false;
    render();
    // The browser has no push service, or cannot reach it.
    hasFailed = !(await work().catch(() => false));
    isBusy = false;
    render();
  }
  /** Browsers change their addresses, and relays forget those that failed: each visit says it anew. */
  function renew(): void {
    isRenewed = true;
    void withdraw(own.id);
    if (isOn()) void run(turnOn);
  }

  const ends = canTell(page)
    ? [
        answerWorker(own.id),
        listen(button, 'click', () => {
          const before = told();
          void run(() => (before !== null && isOn() ? turnOff(before) : turnOn()));
        }),
      ]
    : [];
  return {
    element,
    show: (view: CustomerView | null, isLive: boolean | null): void => {
      if (!canTell(page) || view === null) return;
      key = view.closed ? null : view.pushKey;
      if (isLive === true && !isRenewed) renew();
      render();
    },
    end: (): void => ends.forEach((end) => end()),
  };
}
