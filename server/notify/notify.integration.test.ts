import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ParsedMail } from 'mailparser';
import type { RequestId, Seq } from '../../protocol/ids.ts';
import { requestPage } from '../../protocol/links.ts';
import type { ReachChoice, ReachManners } from '../../protocol/reach.ts';
import type { Config } from '../config.ts';
import type { ConsoleClient } from '../testing/console-client.ts';
import type { PageClient } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { openMailServer, receiverOf, type MailServer } from './testing/mail-server.ts';
import { openReceiver } from './testing/receiver.ts';

const minute = 60_000;
const base = 'https://help.example.org';

let mailServer: MailServer;
let service: Awaited<ReturnType<typeof openReceiver>>;
let relay: TestRelay;

const settings = (): Partial<Config> => ({
  publicUrl: base,
  smtpHost: '127.0.0.1',
  smtpPort: mailServer.port,
  smtpSecurity: 'none',
  mailFrom: 'help@sportello.example',
  textApi: service.url,
  textAccount: 'AC1',
  textToken: 'token-of-the-service',
  textFrom: '+390200000000',
  webhookHosts: [service.host],
});
beforeEach(async () => {
  mailServer = await openMailServer();
  service = await openReceiver();
  relay = await openTestRelay(settings());
});
afterEach(async () => {
  await relay.dispose();
  await mailServer.shut();
  await service.close();
});

const italian: ReachManners = {
  language: 'it',
  timeZone: 'Europe/Rome',
  isPrivate: false,
  quietHours: { on: false, from: 0, to: 0 },
};
const byMail: ReachChoice = { method: 'email', on: true, address: '', afterMinutes: 5, shape: 'generic' };

async function set(console: ConsoleClient, choice: Partial<ReachChoice>): Promise<void> {
  expect(await console.command('reach.set', { ...byMail, ...choice })).toEqual({ ok: true, value: {} });
}
/** A technician who chose mail, at a request's fifth minute. */
async function reached(
  name: string,
  { manners, ...choice }: Partial<ReachChoice> & { manners?: Partial<ReachManners> } = {},
  more: Parameters<TestRelay['technician']>[1] = {},
): Promise<{ console: ConsoleClient; technician: TestTechnician; address: string }> {
  const technician = await relay.technician(name, more);
  const console = await relay.console(technician);
  const address = `${name.toLowerCase()}@team.example`;
  await set(console, { address, ...choice });
  if (manners !== undefined) await console.command('reach.tell', { ...italian, ...manners });
  return { console, technician, address };
}
/** Until nothing of what is due is left to do: what was not sent by then is not going to be. */
async function settled(): Promise<void> {
  const { read } = relay.store;
  await until(async () => {
    for (const { technicianId, method, toldTo, nextAt, afterMinutes } of await read.reachOn()) {
      const waiting = [...(await read.callsAfter(toldTo, 1)), ...(await read.news(technicianId, method))];
      for (const { since } of waiting) {
        expect(Math.max(nextAt, since + afterMinutes * minute)).toBeGreaterThan(relay.clock.now());
      }
    }
    expect(await read.outgoingOpen()).toBe(0);
  });
}
const textOf = (mail: ParsedMail): string => mail.text ?? '';

describe('a request that nobody takes', () => {
  it('is told by mail, in the technician’s language, with the link that opens it', async () => {
    const { id: companyId, slug } = await relay.company('Acme & Figli');
    await reached('Anna', { manners: {} });
    await reached('Bob', { manners: { language: 'en' } });
    const { id } = await relay.submit(slug, { name: 'Carla <Verdi>', problem: 'The printer is on fire.' });
    expect(mailServer.mails).toEqual([]);
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
    const [toAnna, toBob] = ['anna@team.example', 'bob@team.example'].map((address) =>
      mailServer.mails.find((mail) => receiverOf(mail) === address),
    ) as [ParsedMail, ParsedMail];
    expect(toAnna.subject).toBe(`La richiesta ${id} è in attesa`);
    expect(toBob.subject).toBe(`Request ${id} is waiting`);
    expect(textOf(toAnna)).toContain('in attesa da 6 min');
    for (const mail of [toAnna, toBob]) {
      expect(textOf(mail)).toContain('Carla <Verdi>, Acme & Figli: The printer is on fire.');
      expect(textOf(mail)).toContain(requestPage(base, id));
      expect(mail.html).toContain(`href="${requestPage(base, id)}"`);
      expect(mail.html).toContain('Carla &lt;Verdi&gt;, Acme &amp; Figli');
      expect(mail.from?.value).toEqual([{ name: 'Sportello', address: 'help@sportello.example' }]);
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@sportello\.example>$/);
      expect([...mail.headers.keys()].filter((name) => name.startsWith('list-'))).toEqual([]);
    }
    expect(toAnna.messageId).not.toBe(toBob.messageId);
    expect((await relay.store.read.scope((await relay.technician('X')).id))?.companies).toEqual([companyId]);
  });

  it('keeps names and words to itself for who wants it so', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna', { manners: { isPrivate: true, language: 'en' } });
    const { id } = await relay.submit(slug, { name: 'Carla', problem: 'The printer is on fire.' });
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    const all = `${mail.subject} ${textOf(mail)} ${String(mail.html)}`;
    expect(all).toContain(`#${id}, waiting for 6 min`);
    expect(all).not.toMatch(/Carla|Acme|printer/);
  });

  it('reaches each by his own methods in his own order, once', async () => {
    const { slug } = await relay.company('Acme');
    const { console } = await reached('Anna', { manners: { language: 'en' } });
    await set(console, { method: 'text', address: '+393331234567', afterMinutes: 2 });
    await set(console, { method: 'webhook', address: `${service.url}/hook`, afterMinutes: 9 });
    const { id } = await relay.submit(slug, { name: 'Carla', problem: 'Fire!' });
    relay.clock.pass(2 * minute);
    await until(() => expect(service.received).toHaveLength(1));
    const [sent] = service.received;
    expect(sent).toMatchObject({ method: 'POST', path: '/2010-04-01/Accounts/AC1/Messages.json' });
    expect(sent?.headers.authorization).toBe(`Basic ${Buffer.from('AC1:token-of-the-service').toString('base64')}`);
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      To: '+393331234567',
      From: '+390200000000',
      Body: `Request ${id} is waiting\n#${id}, Carla, Acme: Fire! (waiting for 2 min)\n${requestPage(base, id)}`,
    });
    expect(mailServer.mails).toEqual([]);
    relay.clock.pass(3 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    relay.clock.pass(4 * minute);
    await until(() => expect(service.received).toHaveLength(2));
    relay.clock.pass(600 * minute);
    await settled();
    expect([mailServer.mails.length, service.received.length]).toEqual([1, 2]);
  });

  it('is told of again when it comes back to the queue', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna');
    const other = await relay.console(await relay.technician('Bob'));
    const { id } = await relay.submit(slug);
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    await other.command('request.assign', { id });
    await other.command('request.unassign', { id });
    relay.clock.pass(4 * minute);
    await settled();
    expect(mailServer.mails).toHaveLength(1);
    relay.clock.pass(2 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
  });

  it('is not told to who may not see it, is Unavailable, has turned it off, or when somebody took it', async () => {
    const [acme, zenith] = [await relay.company('Acme'), await relay.company('Zenith')];
    await reached('Stranger', {}, { companies: [zenith.id] });
    await reached('Unavailable', {}, { available: false });
    const off = await reached('Off');
    await set(off.console, { address: off.address, on: false });
    await reached('Anna');
    const taken = await relay.submit(acme.slug, { problem: 'Taken' });
    const left = await relay.submit(acme.slug, { problem: 'Left' });
    const taker = await relay.console(await relay.technician('Taker'));
    await taker.command('request.assign', { id: taken.id });
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    await settled();
    expect(mailServer.mails.map(receiverOf)).toEqual(['anna@team.example']);
    expect(textOf(mailServer.mails[0]!)).toContain(`#${left.id},`);
    expect(textOf(mailServer.mails[0]!)).not.toContain(`#${taken.id},`);
  });

  it('is told to who is Available but has left the desk, and not to who chose to be Unavailable before leaving', async () => {
    const { slug } = await relay.company('Acme');
    const [absent, unavailable] = [await reached('Absent'), await reached('Unavailable')];
    await unavailable.console.command('availability.set', { available: false });
    relay.clock.pass(2 * minute);
    for (const { console } of [absent, unavailable]) console.attend(false);
    const id = absent.console.welcome().me.id;
    await until(async () => expect((await relay.store.read.scope(id))?.available).toBe(false));
    await relay.submit(slug);
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    await settled();
    expect(mailServer.mails.map(receiverOf)).toEqual(['absent@team.example']);
  });

  it('is withdrawn when somebody takes it while the message waits for a server that is down', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna');
    const taker = await relay.console(await relay.technician('Taker'));
    await mailServer.shut();
    const { id } = await relay.submit(slug);
    relay.clock.pass(6 * minute);
    await until(async () => expect((await relay.store.read.outgoingDue('email', Infinity, 9))[0]?.attempts).toBe(1));
    await taker.command('request.assign', { id });
    await mailServer.open();
    relay.clock.pass(10 * minute);
    await settled();
    expect(mailServer.offered()).toBe(0);
  });

  it('waits for the end of quiet hours, in the technician’s own time', async () => {
    const { slug } = await relay.company('Acme');
    const now = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Kolkata', hour: '2-digit', hourCycle: 'h23' });
    const hour = Number(now.format(relay.clock.now()));
    const quietHours = { on: true, from: hour * 60, to: ((hour + 2) % 24) * 60 };
    await reached('Anna', { manners: { timeZone: 'Asia/Kolkata', quietHours } });
    await reached('Bob', { manners: { timeZone: 'America/New_York', quietHours } });
    await relay.submit(slug);
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails.map(receiverOf)).toEqual(['bob@team.example']));
    relay.clock.pass(120 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
    expect(receiverOf(mailServer.mails[1]!)).toBe('anna@team.example');
  });

  it('comes bundled when many do', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna', { manners: { language: 'en' }, afterMinutes: 0 });
    const ids: RequestId[] = [];
    for (let n = 0; n < 100; n += 1) ids.push((await relay.submit(slug)).id);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const first = textOf(mailServer.mails[0]!).match(/#\d+,/g)?.length ?? 0;
    relay.clock.pass(3 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
    const subjects = mailServer.mails.map(({ subject }) => Number(/^(\d+) requests/.exec(subject ?? '')?.[1] ?? 1));
    expect(subjects.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(first).toBeLessThan(20);
    expect(textOf(mailServer.mails[1]!)).toContain(`and ${(subjects[1] ?? 0) - 10} more`);
    await settled();
  });
});

describe('a technician’s own request', () => {
  /** Anna, who gets mail in English, with a request of hers that she has read; and its customer. */
  async function taken(manners: Partial<ReachManners> = {}) {
    const { slug } = await relay.company('Acme');
    const anna = await reached('Anna', { manners: { language: 'en', ...manners } });
    const { id, customer } = await asked(slug);
    await anna.console.command('request.assign', { id });
    await anna.console.command('chat.join', { id });
    await readAll(anna.console, id);
    return { ...anna, slug, id, customer };
  }
  async function asked(slug: string) {
    const submitted = await relay.submit(slug, { name: 'Carla Verdi', problem: 'The printer is on fire.' });
    return { ...submitted, customer: await relay.page(submitted) };
  }
  const say = async (customer: PageClient, text: string): Promise<void> =>
    expect(await customer.command('chat.send', { text })).toMatchObject({ ok: true });
  async function readAll(console: ConsoleClient, id: RequestId): Promise<void> {
    const seq = (await relay.store.read.activity(id))?.lastSeq as Seq;
    expect(await console.command('chat.read', { id, seq })).toMatchObject({ ok: true });
  }

  it('is told of once when its customer wrote and nobody looked, and again when he wrote again', async () => {
    const { id, customer } = await taken();
    await say(customer, 'Are you there?');
    await say(customer, 'Hello?');
    relay.clock.pass(4 * minute);
    await settled();
    expect(mailServer.mails).toEqual([]);
    relay.clock.pass(2 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    expect(mail.subject).toBe(`The customer of your request ${id} wrote`);
    expect(textOf(mail)).toContain('Carla Verdi, Acme: The printer is on fire. (not read for 6 min)');
    expect(textOf(mail)).toContain(requestPage(base, id));
    relay.clock.pass(600 * minute);
    await settled();
    expect(mailServer.mails).toHaveLength(1);
    await say(customer, 'Smoke!');
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
    await settled();
  });

  it('is not told of what was read, of own words and notes, nor after it was given back or closed', async () => {
    const { console, id, slug, customer } = await taken();
    await say(customer, 'Are you there?');
    await readAll(console, id);
    await console.command('chat.send', { id, text: 'Yes.' });
    await console.command('chat.note', { id, text: 'Slow one.' });
    const [back, closed] = [await asked(slug), await asked(slug)];
    for (const other of [back, closed]) {
      await console.command('request.assign', { id: other.id });
      await say(other.customer, 'Are you there?');
    }
    await console.command('request.unassign', { id: back.id });
    await console.command('request.assign', { id: back.id });
    await readAll(console, back.id);
    await console.command('request.close', { id: closed.id });
    relay.clock.pass(60 * minute);
    await settled();
    expect(mailServer.offered()).toBe(0);
  });

  it('is told of by each method in its time, and of many at once in one message', async () => {
    const { console, slug } = await taken();
    await set(console, { method: 'webhook', address: `${service.url}/hook`, afterMinutes: 1 });
    const ids: RequestId[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { id } = await asked(slug);
      await console.command('request.assign', { id });
      ids.push(id);
    }
    relay.clock.pass(minute);
    await until(() => expect(service.received).toHaveLength(1));
    const body = JSON.parse(service.received[0]?.body ?? '') as { title: string; requests: object[] };
    expect(body).toMatchObject({ title: 'The customers of 3 of your requests wrote' });
    expect(body.requests).toMatchObject(ids.map((id) => ({ id, because: 'message', customer: 'Carla Verdi' })));
    relay.clock.pass(4 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    expect(mailServer.mails[0]?.subject).toBe('The customers of 3 of your requests wrote');
    await settled();
    expect(service.received).toHaveLength(1);
  });

  it('is not told of any more when it is read while the message waits for a server that is down', async () => {
    const { console, id, customer } = await taken();
    await mailServer.shut();
    await say(customer, 'Are you there?');
    relay.clock.pass(6 * minute);
    await until(async () => expect((await relay.store.read.outgoingDue('email', Infinity, 9))[0]?.attempts).toBe(1));
    await readAll(console, id);
    await mailServer.open();
    relay.clock.pass(10 * minute);
    await settled();
    expect(mailServer.offered()).toBe(0);
  });

  it('is told to whom it is offered, by whom; and no more once the offer is taken back', async () => {
    const { console, id } = await taken();
    const bob = await reached('Bob', { manners: { language: 'en' } });
    const offer = { id, to: { kind: 'technician', id: bob.technician.id }, note: 'Knows printers better.' } as const;
    expect(await console.command('request.transfer', offer)).toMatchObject({ ok: true });
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    expect(receiverOf(mail)).toBe('bob@team.example');
    expect(mail.subject).toBe(`Request ${id} is offered to you`);
    expect(textOf(mail)).toContain('Carla Verdi, Acme: The printer is on fire. (offered by Anna, 6 min ago)');
    await console.command('handover.cancel', { id });
    await console.command('request.transfer', offer);
    await console.command('handover.cancel', { id });
    relay.clock.pass(600 * minute);
    await settled();
    expect(mailServer.mails).toHaveLength(1);
  });

  it('is told of without names where these are to stay private, and not to who is Unavailable', async () => {
    const { console, customer, id } = await taken({ isPrivate: true });
    await console.command('availability.set', { available: false });
    await say(customer, 'Are you there?');
    relay.clock.pass(6 * minute);
    await settled();
    expect(mailServer.offered()).toBe(0);
    await console.command('availability.set', { available: true });
    await say(customer, 'Hello?');
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    expect(textOf(mail)).toContain(`#${id}, not read for`);
    expect(`${textOf(mail)} ${String(mail.html)}`).not.toMatch(/Carla|Acme|printer|Hello/);
  });
});

describe('a mail server', () => {
  it('that is down for the first tries gets the message once when it is back', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna');
    await mailServer.shut();
    await relay.submit(slug);
    relay.clock.pass(6 * minute);
    for (const tries of [1, 2, 3]) {
      await until(async () =>
        expect((await relay.store.read.outgoingDue('email', Infinity, 9))[0]).toMatchObject({
          state: 'waiting',
          attempts: tries,
          reason: 'not-reachable',
        }),
      );
      relay.clock.pass(2 * minute);
    }
    await mailServer.open();
    relay.clock.pass(5 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    relay.clock.pass(60 * minute);
    await settled();
    expect(mailServer.mails).toHaveLength(1);
  });

  it('that puts a message off is asked again, under the same Message-ID; one that refuses it is not', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna');
    mailServer.be('later');
    await relay.submit(slug);
    relay.clock.pass(6 * minute);
    await until(async () =>
      expect((await relay.store.read.outgoingDue('email', Infinity, 9))[0]).toMatchObject({
        attempts: 1,
        reason: 'refused 451 not now, not here',
      }),
    );
    mailServer.be('never');
    relay.clock.pass(minute);
    await until(() => expect(mailServer.offered()).toBe(2));
    relay.clock.pass(600 * minute);
    await settled();
    expect(mailServer.offered()).toBe(2);
    expect(relay.log()).toContain('message-not-delivered');
  });

  it('that never comes back is given up, with the reason kept', async () => {
    const { slug } = await relay.company('Acme');
    await reached('Anna');
    await mailServer.shut();
    await relay.submit(slug);
    relay.clock.pass(6 * minute);
    let id = '';
    for (let tries = 1; tries <= 16; tries += 1) {
      await until(async () => {
        const [waiting] = await relay.store.read.outgoingDue('email', Infinity, 9);
        id = waiting?.id ?? id;
        expect((await relay.store.read.outgoing(id))?.attempts).toBe(tries);
        expect((await relay.store.read.outgoing(id))?.state).not.toBe('sending');
      });
      relay.clock.pass(80 * minute);
    }
    expect(await relay.store.read.outgoing(id)).toMatchObject({ state: 'dead', reason: 'not-reachable' });
  });
});

it('keeps addresses, words and secrets out of the log', async () => {
  const { slug } = await relay.company('Acme');
  const { console } = await reached('Anna');
  await set(console, { method: 'text', address: '+393331234567', afterMinutes: 5 });
  await set(console, { method: 'webhook', address: `${service.url}/hook-of-anna`, afterMinutes: 5 });
  service.answer((response) => response.writeHead(400).end('no +393331234567 here'));
  mailServer.be('never');
  await relay.submit(slug, { name: 'Carla', problem: 'The printer is on fire.' });
  relay.clock.pass(6 * minute);
  await until(() => expect(service.received).toHaveLength(2));
  await settled();
  expect(relay.log().match(/message-not-delivered/g)).toHaveLength(3);
  expect(relay.log()).not.toMatch(/token-of-the-service|anna@team|39333|hook-of-anna|Carla|printer|not here/);
});
