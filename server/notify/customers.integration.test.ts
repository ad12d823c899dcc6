import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ParsedMail } from 'mailparser';
import { parseResumeFragment, portalPath } from '../../protocol/links.ts';
import type { ConsoleClient } from '../testing/console-client.ts';
import type { OwnRequest } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { openMailServer, receiverOf, type MailServer } from './testing/mail-server.ts';

const minute = 60_000;
const base = 'https://help.example.org';
let mailServer: MailServer;
let relay: TestRelay;
let anna: ConsoleClient;
let slug: string;

beforeEach(async () => {
  mailServer = await openMailServer();
  relay = await openTestRelay({
    ...{ publicUrl: base, smtpHost: '127.0.0.1', smtpPort: mailServer.port, smtpSecurity: 'none' },
    mailFrom: 'help@sportello.example',
  });
  slug = (await relay.company('Acme & Figli')).slug;
  anna = await relay.console(await relay.technician('Anna Bianchi'));
});
afterEach(async () => {
  await relay.dispose();
  await mailServer.shut();
});

async function joined(part: Parameters<TestRelay['submit']>[1] = {}): Promise<OwnRequest> {
  const own = await relay.submit(slug, part);
  await anna.command('request.assign', { id: own.id });
  await anna.command('chat.join', { id: own.id });
  return own;
}
const say = async ({ id }: OwnRequest, text: string): Promise<void> =>
  expect(await anna.command('chat.send', { id, text })).toMatchObject({ ok: true });
/** Until all that was written is seen to: mailed, or on the page. */
const seenTo = (): Promise<void> =>
  until(async () => {
    expect(await relay.store.read.answersSince(relay.clock.now() - 2 * minute, 9)).toEqual([]);
    expect(await relay.store.read.outgoingOpen()).toBe(0);
  });
const words = (mail: ParsedMail | undefined): string => mail?.text ?? '';
const delivered = (page: Awaited<ReturnType<TestRelay['page']>>) =>
  page.command('chat.read', { delivered: page.lines().at(-1)?.id ?? null, read: null });

describe('a customer whose page is closed', () => {
  it('is mailed what a technician wrote, in his language, with the link back to the conversation', async () => {
    const own = await joined({ language: 'it', problem: 'La stampante <brucia>.', name: 'Carla' });
    await say(own, 'Il toner è finito.\n<b>Ne arriva uno nuovo.</b>');
    await say(own, 'Domani.');
    await anna.command('chat.note', { id: own.id, text: 'Only for us' });
    relay.clock.pass(3 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    expect(receiverOf(mail)).toBe('carla@acme.example');
    expect(mail.from?.value).toEqual([{ name: 'Acme & Figli', address: 'help@sportello.example' }]);
    expect(mail.subject).toBe(`Acme & Figli: Risposte alla tua richiesta ${own.id}`);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(words(mail)).toContain('Anna Bianchi:\n> Il toner è finito.\n> <b>Ne arriva uno nuovo.</b>');
    expect(words(mail)).toContain('> Domani.');
    expect(mail.html).toContain('&lt;b&gt;Ne arriva uno nuovo.&lt;/b&gt;');
    expect(`${words(mail)} ${String(mail.html)}`).not.toContain('Only for us');
    const link = /https:\S+/.exec(words(mail))?.[0] ?? '';
    expect(link.startsWith(`${base}${portalPath(slug)}#`)).toBe(true);
    expect(parseResumeFragment(new URL(link).hash)).toEqual(own);
    const page = await relay.page(parseResumeFragment(new URL(link).hash));
    await until(() => expect(page.texts()).toContain('Domani.'));
  });

  it('is mailed no more often than every quarter of an hour, each thing once', async () => {
    const own = await joined({ language: 'en' });
    await say(own, 'One');
    relay.clock.pass(3 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    await say(own, 'Two');
    await say(own, 'Three');
    relay.clock.pass(10 * minute);
    await say(own, 'Four');
    expect(mailServer.mails).toHaveLength(1);
    relay.clock.pass(6 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(2));
    expect(words(mailServer.mails[1]).match(/^> \w+/gm)).toEqual(['> Two', '> Three', '> Four']);
    relay.clock.pass(60 * minute);
    await seenTo();
    expect(mailServer.mails).toHaveLength(2);
    expect(mailServer.mails[1]?.references).toEqual(mailServer.mails[0]?.references);
  });

  it('is mailed once the message has waited long enough, and not before', async () => {
    const own = await joined();
    await say(own, 'One');
    relay.clock.pass(minute);
    const other = await joined();
    relay.clock.pass(0.9 * minute);
    await say(other, 'Two');
    expect(mailServer.offered()).toBe(0);
    relay.clock.pass(0.2 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    expect(words(mailServer.mails[0])).toContain('> One');
  });
});

describe('a customer whose page is open', () => {
  it('is not mailed', async () => {
    const own = await joined();
    const page = await relay.page(own);
    await say(own, 'One');
    await until(() => expect(page.texts()).toContain('One'));
    await delivered(page);
    relay.clock.pass(3 * minute);
    await seenTo();
    expect(mailServer.offered()).toBe(0);
    // Closed after it had come: nothing new, no mail.
    page.close();
    relay.clock.pass(30 * minute);
    await seenTo();
    expect(mailServer.offered()).toBe(0);
    await say(own, 'Two');
    relay.clock.pass(3 * minute);
    await until(() => expect(mailServer.mails).toHaveLength(1));
    expect(words(mailServer.mails[0])).not.toContain('> One');
  });

  it('again before a mail got through is not mailed either', async () => {
    const own = await joined();
    await mailServer.shut();
    await say(own, 'One');
    relay.clock.pass(3 * minute);
    await until(async () => expect((await relay.store.read.outgoingDue('email', Infinity, 9))[0]?.attempts).toBe(1));
    const page = await relay.page(own);
    await until(() => expect(page.texts()).toContain('One'));
    await mailServer.open();
    relay.clock.pass(3 * minute);
    await seenTo();
    expect(mailServer.offered()).toBe(0);
  });
});

describe('a conversation that is over', () => {
  it('goes to the customer as a whole where the portal says so, without what is the team’s own', async () => {
    const portal = await relay.store.read.portal(slug);
    if (portal !== null) await relay.store.write((tx) => tx.putPortal({ ...portal, transcript: true }));
    const own = await joined({ language: 'it', problem: 'La stampante <brucia>.' });
    const page = await relay.page(own);
    await say(own, 'Il toner è finito.');
    await anna.command('chat.note', { id: own.id, text: 'Only for us' });
    await until(() => expect(page.texts()).toContain('Il toner è finito.'));
    await delivered(page);
    await anna.command('request.close', { id: own.id });
    await until(() => expect(mailServer.mails).toHaveLength(1));
    const [mail] = mailServer.mails as [ParsedMail];
    expect(mail.subject).toBe(`Acme & Figli: Trascrizione della richiesta di supporto ${own.id}`);
    expect(receiverOf(mail)).toBe('carla@acme.example');
    for (const form of [words(mail), String(mail.html)]) {
      expect(form).toContain('Il toner è finito.');
      expect(form).toContain('Anna Bianchi');
      expect(form).not.toContain('Only for us');
    }
    expect(mail.html).toContain('La stampante &lt;brucia&gt;.');
  });

  it('stays where it is where the portal does not', async () => {
    const own = await joined();
    await anna.command('request.close', { id: own.id });
    relay.clock.pass(30 * minute);
    await seenTo();
    expect(mailServer.offered()).toBe(0);
  });
});
