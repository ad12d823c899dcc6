import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReachTest, WebhookShape } from '../../protocol/reach.ts';
import { requestPage } from '../../protocol/links.ts';
import type { ConsoleClient } from '../testing/console-client.ts';
import { openTestRelay, type TestRelay } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { openMailServer } from './testing/mail-server.ts';
import { openReceiver } from './testing/receiver.ts';

const base = 'https://help.example.org';
let relay: TestRelay;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let slug: string;

beforeAll(async () => {
  receiver = await openReceiver();
  relay = await openTestRelay({ publicUrl: base, webhookHosts: [receiver.host] });
  slug = (await relay.company('Acme <Srl>')).slug;
});
afterEach(() => {
  receiver.received.length = 0;
  receiver.answer((response) => response.writeHead(200).end('ok'));
});
afterAll(async () => {
  await relay.dispose();
  await receiver.close();
});

const choice = { method: 'webhook', on: true, address: '', afterMinutes: 0, shape: 'generic' } as const;
/** A technician alone in wanting to hear by webhook. */
async function hooked(shape: WebhookShape, path: string): Promise<ConsoleClient> {
  const console = await relay.console(await relay.technician('Anna'));
  const set = await console.command('reach.set', { ...choice, shape, address: `${receiver.url}${path}` });
  expect(set).toMatchObject({ ok: true });
  return console;
}
const unhook = (console: ConsoleClient) => console.command('reach.set', { ...choice, on: false });
async function tested(console: ConsoleClient): Promise<ReachTest> {
  const answer = await console.query('reach.test', { method: 'webhook' });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}
async function told(shape: WebhookShape, path: string) {
  const console = await hooked(shape, path);
  const { id } = await relay.submit(slug, { name: 'Carla *Verdi*', problem: 'Fire & smoke' });
  await until(() => expect(receiver.received).toHaveLength(1));
  await unhook(console);
  const [received] = receiver.received;
  if (received === undefined) throw new Error('nothing was received');
  return { id, link: requestPage(base, id), ...received, json: JSON.parse(received.body), console };
}

describe('a webhook', () => {
  it('is signed, so that its receiver can tell the relay’s words from others’', async () => {
    const { id, link, json, body, headers, console } = await told('generic', '/hook?of=anna');
    const reach = await console.query('reach.read', {});
    const secret = reach.ok ? reach.value.webhookSecret : '';
    const stamp = headers['x-sportello-timestamp'];
    const expected = createHmac('sha256', secret)
      .update(`${String(stamp)}.${body}`)
      .digest('hex');
    expect(headers['x-sportello-signature']).toBe(`v1=${expected}`);
    expect(Math.abs(Number(stamp) * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(headers['content-type']).toBe('application/json');
    expect(json).toEqual({
      delivery: headers['x-sportello-delivery'],
      event: 'requests.waiting',
      title: `Request ${id} is waiting`,
      requests: [
        {
          because: 'untaken',
          ...{ id, link, customer: 'Carla *Verdi*', company: 'Acme <Srl>', subject: 'Fire & smoke' },
          waitingSince: new Date((await relay.store.read.request(id))?.createdAt ?? 0).toISOString(),
        },
      ],
    });
  });

  it('has the shape that Slack takes', async () => {
    const { id, link, json, headers } = await told('slack', '/services/T0/B0/x');
    expect(json.text).toMatch(
      `*Request ${id} is waiting*\n<${link}|#${id}, Carla *Verdi*, Acme &lt;Srl&gt;: Fire &amp; smoke (`,
    );
    expect(headers['x-sportello-signature']).toBeUndefined();
  });

  it('has the shape that Teams takes', async () => {
    const { id, link, json } = await told('teams', '/workflows/x');
    const [{ contentType, content }] = json.attachments;
    expect([json.type, contentType]).toEqual(['message', 'application/vnd.microsoft.card.adaptive']);
    expect(content.body[0].text).toBe(`Request ${id} is waiting`);
    expect(content.body[1].text).toContain(String.raw`Carla \*Verdi\*`);
    expect(content.actions).toEqual([{ type: 'Action.OpenUrl', title: `Open in Sportello: #${id}`, url: link }]);
  });

  it('has the shape that ntfy takes, at its root', async () => {
    const { id, link, json, path } = await told('ntfy', '/base/my-topic');
    expect(path).toBe('/base');
    expect(json).toMatchObject({ topic: 'my-topic', title: `Request ${id} is waiting`, click: link });
    expect(json.message).toContain('Fire & smoke');
  });

  it('is tried again when its receiver cannot take it now, under the same id', async () => {
    const console = await hooked('generic', '/busy');
    receiver.answer((response) => response.writeHead(503).end());
    await relay.submit(slug);
    await until(() => expect(receiver.received).toHaveLength(1));
    receiver.answer((response) => response.writeHead(204).end());
    await until(async () => expect((await relay.store.read.outgoingDue('webhook', Infinity, 9))[0]?.attempts).toBe(1));
    relay.clock.pass(20_000);
    await until(() => expect(receiver.received).toHaveLength(2));
    const [first, second] = receiver.received.map(({ headers }) => headers['x-sportello-delivery']);
    expect(first).toBe(second);
    await unhook(console);
  });
});

describe('a test of a webhook', () => {
  it('says in words what came of it', async () => {
    const console = await hooked('generic', '/hook');
    expect(await tested(console)).toEqual({ outcome: 'delivered' });
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ event: 'test', requests: [] });
    receiver.answer((response) => response.writeHead(404).end('no\u0000such\n\u202ehook'));
    expect(await tested(console)).toEqual({ outcome: 'failed', reason: 'refused', said: '404 no such hook' });
    await unhook(console);
  });

  it('follows no redirect, reads no more than the beginning of an answer, and tells who hangs up', async () => {
    const console = await hooked('generic', '/hook');
    receiver.answer((response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end());
    expect(await tested(console)).toMatchObject({ outcome: 'failed', reason: 'refused', said: '302' });
    receiver.answer((response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.once('close', () => clearInterval(more));
    });
    expect(await tested(console)).toEqual({ outcome: 'delivered' });
    receiver.answer((response) => response.destroy());
    expect(await tested(console)).toMatchObject({ outcome: 'failed', reason: 'not-reachable' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook', '/hook']);
    await unhook(console);
  });

  it('cannot be asked for without end', async () => {
    const console = await hooked('generic', '/hook');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => console.query('reach.test', { method: 'webhook' })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(6);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(2).fill({ ok: false, code: 'rate-limited' }));
    expect(receiver.received).toHaveLength(6);
    await unhook(console);
  });
});

describe('an address', () => {
  it.each([
    ['webhook', 'http://93.184.216.34/hook', 'address-not-allowed'],
    ['webhook', 'https://127.0.0.1/hook', 'address-not-allowed'],
    ['webhook', 'https://2130706433/hook', 'address-not-allowed'],
    ['webhook', 'https://0x7f.1/hook', 'address-not-allowed'],
    ['webhook', 'https://10.1.2.3/hook', 'address-not-allowed'],
    ['webhook', 'https://169.254.169.254/latest/meta-data', 'address-not-allowed'],
    ['webhook', 'https://[::1]/hook', 'address-not-allowed'],
    ['webhook', 'https://[::ffff:192.168.1.1]/hook', 'address-not-allowed'],
    ['webhook', 'https://[fd00::1]/hook', 'address-not-allowed'],
    ['webhook', 'https://[64:ff9b::7f00:1]/hook', 'address-not-allowed'],
    ['webhook', 'ftp://hooks.example/hook', 'address-not-right'],
    ['webhook', 'https://anna:secret@hooks.example/hook', 'address-not-right'],
    ['webhook', 'hooks.example', 'address-not-right'],
    ['webhook', '', 'address-not-right'],
    ['email', 'anna', 'address-not-right'],
    ['email', 'anna@team.example, bob@team.example', 'address-not-right'],
    ['text', '333 123 4567', 'address-not-right'],
    ['text', '+39', 'address-not-right'],
  ] as const)('by %s at %s is refused with a sentence', async (method, address, code) => {
    const console = await relay.console(await relay.technician('Anna'));
    expect(await console.command('reach.set', { ...choice, method, address })).toEqual({ ok: false, code });
  });

  it('whose name leads into the own network is not spoken to', async () => {
    const console = await relay.console(await relay.technician('Anna'));
    const { port } = new URL(receiver.url);
    const address = `https://localhost:${port}/hook`;
    expect(await console.command('reach.set', { ...choice, address })).toMatchObject({ ok: true });
    expect(await tested(console)).toEqual({ outcome: 'failed', reason: 'not-allowed', said: '' });
    expect(receiver.received).toEqual([]);
  });
});

describe('a test of mail', () => {
  it('says whether the server took it, and with which words it did not', async () => {
    const mailServer = await openMailServer();
    const own = await openTestRelay({
      ...{ smtpHost: '127.0.0.1', smtpPort: mailServer.port, smtpSecurity: 'none', mailFrom: 'help@sportello.example' },
    });
    const console = await own.console(await own.technician('Anna'));
    await console.command('reach.tell', {
      ...{ language: 'it', timeZone: 'Europe/Rome', isPrivate: false, quietHours: { on: false, from: 0, to: 0 } },
    });
    const byMail = {
      method: 'email',
      on: false,
      address: 'anna@team.example',
      afterMinutes: 5,
      shape: 'generic',
    } as const;
    await console.command('reach.set', byMail);
    const test = async (): Promise<unknown> => {
      const answer = await console.query('reach.test', { method: 'email' });
      return answer.ok ? answer.value : answer;
    };
    expect(await test()).toEqual({ outcome: 'delivered' });
    expect(mailServer.mails[0]?.subject).toBe('Prova da Sportello');
    mailServer.be('never');
    expect(await test()).toEqual({ outcome: 'failed', reason: 'refused', said: '550 not now, not here' });
    await mailServer.shut();
    expect(await test()).toEqual({ outcome: 'failed', reason: 'not-reachable', said: '' });
    await own.dispose();
  });

  it('goes over a safe connection or not at all', async () => {
    const mailServer = await openMailServer();
    const own = await openTestRelay({
      ...{ smtpHost: '127.0.0.1', smtpPort: mailServer.port, mailFrom: 'help@sportello.example' },
    });
    const console = await own.console(await own.technician('Anna'));
    expect(await console.query('reach.test', { method: 'email' })).toMatchObject({
      value: { outcome: 'failed', reason: 'not-secure' },
    });
    expect(mailServer.offered()).toBe(0);
    await own.dispose();
    await mailServer.shut();
  });
});
