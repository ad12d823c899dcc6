import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalPath } from '../../protocol/links.ts';
import type { ConsoleClient } from '../testing/console-client.ts';
import type { OwnRequest, PageClient } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { makeCertificates, type Certificate } from './testing/certificates.ts';
import { openMailServer } from './testing/mail-server.ts';
import { openPushService, signedBy, type Device, type PushService } from './testing/push-service.ts';

const second = 1_000;
const minute = 60_000;
const base = 'https://help.example.org';
const trusted = getCACertificates('default');
let certificate: Certificate;
let service: PushService;
let relay: TestRelay;
let annaHerself: TestTechnician;
let anna: ConsoleClient;
let slug: string;

beforeAll(() => {
  const { authority, certificates } = makeCertificates('localhost');
  certificate = certificates[0]!;
  setDefaultCACertificates([...trusted, authority]);
});
afterAll(() => setDefaultCACertificates(trusted));
beforeEach(async () => {
  service = await openPushService(certificate);
  await start();
});
afterEach(async () => {
  await relay.dispose();
  await service.shut();
});

async function start(settings: Parameters<typeof openTestRelay>[0] = {}): Promise<void> {
  relay = await openTestRelay({ publicUrl: base, pushHosts: [service.host], ...settings });
  slug = (await relay.company('Acme & Figli')).slug;
  annaHerself = await relay.technician('Anna Bianchi');
  anna = await relay.console(annaHerself);
}
async function joined(part: Parameters<TestRelay['submit']>[1] = {}): Promise<OwnRequest> {
  const own = await relay.submit(slug, part);
  await anna.command('request.assign', { id: own.id });
  await anna.command('chat.join', { id: own.id });
  return own;
}
const say = async ({ id }: OwnRequest, text: string): Promise<void> =>
  expect(await anna.command('chat.send', { id, text })).toMatchObject({ ok: true });
/** Allows pushes on a device's page, which is then closed. */
async function allow(own: OwnRequest, device: Device): Promise<void> {
  const page = await relay.page(own);
  expect(await page.command('push.subscribe', device.target)).toEqual({ ok: true, value: {} });
  await leave(page);
}
/** Closes a page that has got all there is; the relay knows it then. */
async function leave(page: PageClient): Promise<void> {
  const last = page.lines().at(-1);
  if (last !== undefined) await page.command('chat.read', { delivered: last.id, read: last.id });
  await close(page);
}
async function close(page: PageClient): Promise<void> {
  const before = await openPages();
  page.close();
  await until(async () => expect(await openPages()).toBe(before - 1));
}
async function openPages(): Promise<number> {
  const metrics = await (await fetch(`${relay.url}/metrics`)).text();
  return Number(/^sportello_portal_pages (\d+)$/m.exec(metrics)?.[1]);
}
/** Until nothing waits to be pushed or is under way. */
const seenTo = (): Promise<void> =>
  until(async () => {
    expect(await relay.store.read.pushesSince(relay.clock.now(), 9)).toEqual([]);
    expect(await relay.store.read.outgoingOpen()).toBe(0);
  });
const devicesOf = ({ id }: OwnRequest) => relay.store.read.pushSubscriptions(id);
const pushesWaiting = () => relay.store.read.outgoingDue('push', Infinity, 9);

describe('a customer who left and allowed it', () => {
  it('is sent a push on each device, in his language, that shows nobody else what it is about', async () => {
    const own = await joined({ language: 'it', problem: 'La stampante <brucia>.', name: 'Carla' });
    const [phone, tablet] = [service.device(), service.device()];
    await allow(own, phone);
    await allow(own, tablet);
    await say(own, 'Il toner è finito.');
    relay.clock.pass(6 * second);
    await until(() => expect([phone, tablet].map(({ pushes }) => pushes().length)).toEqual([1, 1]));
    expect(phone.words()).toEqual([
      {
        key: expect.any(String),
        id: own.id,
        path: portalPath(slug),
        title: 'Acme & Figli',
        body: `C’è una risposta alla tua richiesta ${own.id}.`,
        language: 'it',
      },
    ]);
    const [pushed] = phone.pushes();
    for (const secret of ['toner', 'stampante', 'Anna', 'Carla', own.secret]) {
      expect(phone.text(pushed!)).not.toContain(secret);
    }
    expect(() => tablet.text(pushed!)).toThrow(/authenticate/);
  });

  it('gets it signed with one key, the same after a restart and the one that browsers subscribe under', async () => {
    const own = await joined();
    const phone = service.device();
    const page = await relay.page(own);
    await page.command('push.subscribe', phone.target);
    await until(() => expect(page.view()?.pushKey).toMatch(/^B[\w-]{86}$/));
    const key = page.view()?.pushKey;
    await leave(page);
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    const [{ headers }] = phone.pushes() as [ReturnType<typeof phone.pushes>[0]];
    const signed = signedBy(headers);
    expect(signed).toEqual({
      key,
      claims: { aud: `https://${service.host}`, sub: base, iat: expect.any(Number), exp: expect.any(Number) },
    });
    const { exp } = signed.claims as { exp: number };
    expect(exp - Date.now() / second).toBeLessThan(86_400);
    expect(headers).toMatchObject({ urgency: 'high', ttl: '86400', 'content-encoding': 'aes128gcm' });
    expect(headers['topic']).toMatch(/^[\w-]{1,32}$/);
    await relay.stop();
    relay = await openTestRelay({ data: relay.folder, publicUrl: base, pushHosts: [service.host] });
    const again = await relay.page(own);
    await until(() => expect(again.view()?.pushKey).toBe(key));
    expect(relay.log()).not.toContain('/device-');
  });

  it('is not rung for each line: what comes within a minute comes with the next push, of the same topic', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await say(own, 'One');
    await say(own, 'Two');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    await say(own, 'Three');
    relay.clock.pass(30 * second);
    await say(own, 'Four');
    expect(phone.pushes()).toHaveLength(1);
    relay.clock.pass(31 * second);
    await until(() => expect(phone.pushes()).toHaveLength(2));
    await seenTo();
    expect(phone.pushes()).toHaveLength(2);
    expect(new Set(phone.pushes().map(({ headers }) => headers['topic'])).size).toBe(1);
    expect(new Set(phone.words().map(({ key }) => key)).size).toBe(2);
  });

  it('is still mailed when he does not come back', async () => {
    const mailServer = await openMailServer();
    await relay.dispose();
    await start({
      ...{ smtpHost: '127.0.0.1', smtpPort: mailServer.port, smtpSecurity: 'none' },
      mailFrom: 'help@sportello.example',
    });
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    expect(signedBy(phone.pushes()[0]!.headers).claims).toMatchObject({ sub: 'mailto:help@sportello.example' });
    expect(mailServer.offered()).toBe(0);
    relay.clock.pass(2 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    await mailServer.shut();
  });

  it('goes on being told when the request is opened again, under the number that the device knows', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await anna.command('request.close', { id: own.id });
    const answer = await anna.command('request.reopen', { id: own.id });
    const next = answer.ok ? answer.value.id : own.id;
    expect(next).not.toBe(own.id);
    await anna.command('request.assign', { id: next });
    await anna.command('chat.join', { id: next });
    await say({ ...own, id: next }, 'Once more');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.words().map(({ id }) => id)).toEqual([own.id]));
  });
});

describe('a customer who is there', () => {
  it('is not sent any, however soon he left before', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await say(own, 'One');
    // A reload: the page is back before the push is due.
    const page = await relay.page(own);
    await until(() => expect(page.texts()).toContain('One'));
    relay.clock.pass(6 * second);
    await leave(page);
    relay.clock.pass(6 * second);
    await seenTo();
    expect(service.pushes).toEqual([]);
  });

  it('is told after all when the page that looked connected never got it', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    // It says nothing of what it got, as a telephone that sleeps.
    const page = await relay.page(own);
    await until(() => expect(page.texts()).not.toEqual([]));
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(async () => expect((await devicesOf(own))[0]?.since).toBeGreaterThan(relay.clock.now() - 5 * second));
    expect(service.pushes).toEqual([]);
    await close(page);
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
  });

  it('again before a push got through is not sent it any more', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await service.shut();
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(async () => expect((await pushesWaiting())[0]?.attempts).toBe(1));
    const page = await relay.page(own);
    await until(() => expect(page.texts()).toContain('One'));
    await leave(page);
    await service.open();
    relay.clock.pass(minute);
    await seenTo();
    expect(service.pushes).toEqual([]);
  });
});

describe('a push service', () => {
  it.each([404, 410])('that knows the device no more (%i) has it forgotten', async (status) => {
    const own = await joined();
    const [lost, kept] = [service.device(), service.device()];
    await allow(own, lost);
    service.answer((response) => response.writeHead(status).end());
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(async () => expect(await devicesOf(own)).toEqual([]));
    expect(lost.pushes()).toHaveLength(1);
    service.answer();
    await allow(own, kept);
    await say(own, 'Two');
    relay.clock.pass(2 * minute);
    await until(() => expect(kept.pushes()).toHaveLength(1));
    expect(lost.pushes()).toHaveLength(1);
  });

  it('that is down at first gets each push once', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await service.shut();
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(async () => expect((await pushesWaiting())[0]?.attempts).toBe(1));
    await service.open();
    service.answer((response) => response.writeHead(503).end());
    relay.clock.pass(30 * second);
    await until(async () => expect((await pushesWaiting())[0]?.attempts).toBe(2));
    service.answer();
    relay.clock.pass(minute);
    await until(() => expect(phone.pushes()).toHaveLength(2));
    await seenTo();
    relay.clock.pass(60 * minute);
    await seenTo();
    expect(phone.pushes()).toHaveLength(2);
  });

  it('that refuses for good keeps the device, and is not asked again', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    service.answer((response) => response.writeHead(403).end('BadJwtToken'));
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    await seenTo();
    relay.clock.pass(60 * minute);
    await seenTo();
    expect(phone.pushes()).toHaveLength(1);
    expect(await devicesOf(own)).toHaveLength(1);
  });

  it('gets nothing twice from a relay that starts again', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    await seenTo();
    await relay.stop();
    relay = await openTestRelay({ data: relay.folder, publicUrl: base, pushHosts: [service.host] });
    relay.clock.pass(10 * minute);
    anna = await relay.console(annaHerself);
    const other = service.device();
    await allow(own, other);
    await say(own, 'Two');
    relay.clock.pass(2 * minute);
    await until(() => expect([phone, other].map(({ pushes }) => pushes().length)).toEqual([2, 1]));
  });

  it('whose answer the relay did not live to hear gets it again under the same key', async () => {
    const own = await joined();
    const phone = service.device();
    await allow(own, phone);
    service.answer(() => undefined);
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(phone.pushes()).toHaveLength(1));
    await relay.stop();
    service.answer();
    relay = await openTestRelay({ data: relay.folder, publicUrl: base, pushHosts: [service.host] });
    await until(() => expect(phone.pushes()).toHaveLength(2));
    expect(new Set(phone.words().map(({ key }) => key)).size).toBe(1);
  });
});

describe('a device', () => {
  it('is one of a push service that the operator allows, or is refused', async () => {
    const own = await joined();
    const page = await relay.page(own);
    const { target } = service.device();
    const code = async (part: object): Promise<unknown> => {
      const answer = await page.command('push.subscribe', { ...target, ...part });
      return answer.ok ? 'ok' : answer.code;
    };
    const [, port] = service.host.split(':');
    for (const endpoint of [
      'https://push.example.org/x',
      `https://127.0.0.1:${port}/x`,
      'https://169.254.169.254/latest',
      'https://localhost/x',
      'https://localhost:1/x',
      `https://localhost.example.org:${port}/x`,
    ]) {
      expect(await code({ endpoint }), endpoint).toBe('address-not-allowed');
    }
    for (const endpoint of [`http://${service.host}/x`, `https://a@${service.host}/x`, 'file:///x', 'x', '']) {
      expect(await code({ endpoint }), endpoint).toBe('address-not-right');
    }
    for (const part of [
      { endpoint: `https://${service.host}/${'x'.repeat(1_000)}` },
      { auth: 'short' },
      { p256dh: target.p256dh.slice(1) },
      // Of the right length, and no point of the curve.
      { p256dh: `B${'A'.repeat(86)}` },
    ]) {
      expect(await code(part), JSON.stringify(part)).toBe('bad-input');
    }
    expect(await devicesOf(own)).toEqual([]);
    expect(await code({})).toBe('ok');
  });

  it('stands once a request, the oldest makes room, and one that was turned off is told no more', async () => {
    const own = await joined();
    const page = await relay.page(own);
    const devices = Array.from({ length: 7 }, () => service.device());
    for (const { target } of devices) {
      await page.command('push.subscribe', target);
      await page.command('push.subscribe', target);
    }
    const kept = (await devicesOf(own)).map(({ endpoint }) => endpoint);
    expect(kept).toEqual(devices.slice(2).map(({ target }) => target.endpoint));
    for (const { target } of devices.slice(0, 6)) {
      const { endpoint } = target;
      expect(await page.command('push.unsubscribe', { endpoint })).toEqual({ ok: true, value: {} });
    }
    await leave(page);
    await say(own, 'One');
    relay.clock.pass(6 * second);
    await until(() => expect(devices[6]!.pushes()).toHaveLength(1));
    expect(service.pushes).toHaveLength(1);
  });

  it('is forgotten a month after its request was closed', async () => {
    const [closed, open] = [await joined(), await joined()];
    for (const own of [closed, open]) await allow(own, service.device());
    await anna.command('request.close', { id: closed.id });
    relay.clock.pass(29 * 24 * 60 * minute);
    expect(await devicesOf(closed)).toHaveLength(1);
    relay.clock.pass(2 * 24 * 60 * minute);
    await until(async () => expect(await devicesOf(closed)).toEqual([]));
    expect(await devicesOf(open)).toHaveLength(1);
  });
});
