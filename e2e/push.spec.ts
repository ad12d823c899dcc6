import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import type { RequestId } from '../protocol/ids.ts';
import { makeCertificates } from '../server/notify/testing/certificates.ts';
import { openPushService, type Device, type PushService } from '../server/notify/testing/push-service.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician, type Technician } from './parts/technician.ts';
import { portalScreen } from './screens/portal.ts';

// A customer who leaves and is told on the device: a real relay, browser and service worker. The browser's own push
// service is out in the world; in its place stand one on loopback, which has the keys of a device, and the developer
// tools, by which what came there is delivered to the worker.

let service: PushService;
let relay: Relay;
let anna: Technician;
let customer: Customer;
let folder: string;

test.beforeAll(async () => {
  const { authority, certificates } = makeCertificates('localhost');
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-authority-'));
  writeFileSync(path.join(folder, 'authority.pem'), authority);
  service = await openPushService(certificates[0]!);
  relay = await startRelay({
    NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
    SPORTELLO_PUSH_HOSTS: service.host,
    SPORTELLO_ANSWER_PUSH_AFTER_MS: '300',
    SPORTELLO_SUBMITS_PER_MINUTE: '1000',
  });
});
test.afterAll(async () => {
  await relay.dispose();
  await service.shut();
  rmSync(folder, { recursive: true, force: true });
});
test.beforeEach(async () => {
  anna = await signInTechnician(relay, relay.sample);
  customer = await openCustomer();
});
test.afterEach(async () => {
  anna.leave();
  await customer.dispose();
});

/** Lets pages of the relay notify, and has the browser subscribe as it does, but for asking its maker's service. */
async function allow(device: Device): Promise<void> {
  await customer.context.grantPermissions(['notifications'], { origin: relay.url });
  await customer.context.addInitScript(({ endpoint, p256dh, auth }) => {
    const subscription = {
      endpoint,
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
      unsubscribe: async () => true,
    };
    PushManager.prototype.subscribe = async (options) => {
      const key = options?.applicationServerKey;
      if (typeof key !== 'string' || !/^B[\w-]{86}$/.test(key) || options?.userVisibleOnly !== true)
        throw new TypeError('not a right key');
      return subscription as unknown as PushSubscription;
    };
  }, device.target);
}

async function askForHelp(page: Page) {
  const portal = portalScreen(page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'The invoice opens blank.' });
  await expect(portal.message('The invoice opens blank.')).toBeVisible();
  return { portal, id: Number(/#request=(\d+)\./.exec(page.url())?.[1]) as RequestId };
}
const offer = (page: Page) => page.getByRole('button', { name: 'Tell me when there is an answer' });
const turnOff = (page: Page) => page.getByRole('button', { name: 'Turn off' });

/** The developer tools' hand on the worker: delivers to it what a device was sent. */
async function workerOf(page: Page): Promise<{ deliver: (data: string) => Promise<void>; session: CDPSession }> {
  const session = await customer.context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL === `${relay.url}/p/`);
      if (found !== undefined) resolve(found.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  return {
    session,
    deliver: async (data) =>
      void (await session.send('ServiceWorker.deliverPushMessage', { origin: relay.url, registrationId, data })),
  };
}
type Shown = { title: string; body: string; tag: string; lang: string; data: { id: number; path: string } };
/** What the worker shows, as a page of the relay is told. */
const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/p/');
    const all = (await registration?.getNotifications()) ?? [];
    return all.map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data }));
  });

test('the page offers it quietly, asks on the click alone, and takes it back', async () => {
  const device = service.device();
  await allow(device);
  const { page } = customer;
  const { portal, id } = await askForHelp(page);
  await expect(offer(page)).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0);
  await offer(page).click();
  await expect(turnOff(page)).toBeVisible();
  await expect(page.getByText('This device tells you when there is an answer.')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
  await page.reload();
  await expect(turnOff(page)).toBeVisible();

  await turnOff(page).click();
  await expect(offer(page)).toBeVisible();
  await page.goto('about:blank');
  await anna.take(id);
  await anna.say(id, 'Are you there?');
  // The relay has seen to a device of another request, whose answer came later.
  const other = service.device();
  await customer.context.addInitScript(({ endpoint, p256dh, auth }) => {
    const subscription = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
    PushManager.prototype.subscribe = async () => subscription as unknown as PushSubscription;
  }, other.target);
  await portal.open(relay.url, `${relay.sample.slug}#new`);
  await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'And another.' });
  await expect(portal.message('And another.')).toBeVisible();
  const second = Number(/#request=(\d+)\./.exec(page.url())?.[1]) as RequestId;
  await offer(page).click();
  await expect(turnOff(page)).toBeVisible();
  await page.goto('about:blank');
  await anna.take(second);
  await anna.say(second, 'Here you go.');
  await expect.poll(() => other.pushes().length, { timeout: 15_000 }).toBe(1);
  expect(device.pushes()).toEqual([]);
});

test('an answer to a closed page is shown on the device, and the click leads back to it', async () => {
  const device = service.device();
  await allow(device);
  const { id } = await askForHelp(customer.page);
  await offer(customer.page).click();
  await expect(turnOff(customer.page)).toBeVisible();

  // A page of the same origin that is no page of the request.
  const elsewhere = await customer.context.newPage();
  await elsewhere.goto(`${relay.url}/p/nowhere`);
  await customer.page.close();
  await anna.take(id);
  await anna.say(id, 'The viewer was degraded.');
  await expect.poll(() => device.pushes().length, { timeout: 15_000 }).toBe(1);
  const word = device.text(device.pushes()[0]!);
  expect(word).not.toContain('degraded');

  const { deliver } = await workerOf(elsewhere);
  await deliver(word);
  await expect
    .poll(() => shownOn(elsewhere))
    .toEqual([
      {
        title: expect.any(String),
        body: `There is an answer to your request ${id}.`,
        tag: `request-${id}`,
        lang: 'en',
        data: { key: expect.any(String), id, path: `/p/${relay.sample.slug}` },
      },
    ]);
  // The same once more, as after a crash of the relay: still one.
  await deliver(word);
  expect(await shownOn(elsewhere)).toHaveLength(1);

  // The click opens this address, without a secret; the device has kept that.
  const back = await customer.context.newPage();
  await back.goto(`${relay.url}/p/${relay.sample.slug}#told=${id}`);
  await expect(portalScreen(back).message('The viewer was degraded.')).toBeVisible();
  expect(back.url()).toContain(`#request=${id}.`);
  await expect.poll(() => shownOn(elsewhere)).toEqual([]);

  // Before the customer's eyes nothing is shown besides.
  await back.bringToFront();
  await deliver(JSON.stringify({ ...(JSON.parse(word) as object), key: 'another' }));
  await deliver(JSON.stringify({ ...(JSON.parse(word) as object), key: 'third', id: id + 1_000 }));
  await expect
    .poll(() => shownOn(elsewhere).then((all) => all.map(({ tag }) => tag)))
    .toEqual([`request-${id + 1_000}`]);
});

test('nothing is offered where the browser said no', async () => {
  const { page } = customer;
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  const { portal } = await askForHelp(page);
  await expect(portal.status.first()).toContainText(/You are (next|number)/);
  await expect(offer(page)).toBeHidden();
});

test('what does not work is said, and can be tried again', async () => {
  const device = service.device();
  await allow(device);
  await customer.context.addInitScript(() => {
    const { subscribe } = PushManager.prototype;
    PushManager.prototype.subscribe = async () => {
      PushManager.prototype.subscribe = subscribe;
      throw new DOMException('push service not available', 'AbortError');
    };
  });
  const { page } = customer;
  await askForHelp(page);
  await offer(page).click();
  await expect(page.getByText('That did not work. Please try again in a while.')).toBeVisible();
  await offer(page).click();
  await expect(turnOff(page)).toBeVisible();
});
