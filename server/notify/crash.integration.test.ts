import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ReachChoice } from '../../protocol/reach.ts';
import { openConsole, type ConsoleClient } from '../testing/console-client.ts';
import { submit } from '../testing/page-client.ts';
import { createRelayProcess, type RelayProcess } from '../testing/relay-process.ts';
import { until } from '../testing/until.ts';
import { openMailServer, type MailServer } from './testing/mail-server.ts';
import { openReceiver } from './testing/receiver.ts';

const email = 'anna@sportello.example';
const password = 'correct horse battery';

let mailServer: MailServer;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let relay: RelayProcess;

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  mailServer = await openMailServer();
  relay = await createRelayProcess({
    SPORTELLO_PUBLIC_URL: 'https://help.example.org',
    SPORTELLO_SMTP_HOST: '127.0.0.1',
    SPORTELLO_SMTP_PORT: String(mailServer.port),
    SPORTELLO_SMTP_SECURITY: 'none',
    SPORTELLO_MAIL_FROM: 'help@sportello.example',
    SPORTELLO_WEBHOOK_HOSTS: receiver.host,
    SPORTELLO_BUNDLE_MS: '0',
  });
  await relay.cli(['company', 'add', 'Acme']);
  await relay.cli(['portal', 'add', 'acme', '--company', 'Acme']);
  await relay.cli(['technician', 'add', email, '--name', 'Anna', '--password-stdin'], `${password}\n`);
  await relay.start();
});
afterEach(async () => {
  await relay.dispose();
  await mailServer.shut();
  receiver.received.length = 0;
});

async function signIn(): Promise<ConsoleClient> {
  const response = await fetch(`${relay.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, device: 'test' }),
  });
  const answer = (await response.json()) as { value: { token: string } };
  return openConsole(relay.url, answer.value.token);
}
async function choose(choice: Partial<ReachChoice>): Promise<void> {
  const console = await signIn();
  const byMail = { method: 'email', on: true, address: email, afterMinutes: 0, shape: 'generic' } as const;
  expect(await console.command('reach.set', { ...byMail, ...choice })).toMatchObject({ ok: true });
  console.close();
}
const restart = async (): Promise<void> => {
  await relay.kill();
  await relay.start();
};
const metrics = async (): Promise<string> => (await fetch(`${relay.url}/metrics`)).text();
const numbers = (): number[] =>
  mailServer.mails.flatMap(({ text }) => [...(text ?? '').matchAll(/#(\d+),/g)].map(([, id]) => Number(id)));

it('loses no message and sends none twice, killed again and again while requests come', async () => {
  await choose({});
  const ids: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const told = mailServer.offered();
    for (let n = 0; n < 2; n += 1) ids.push((await submit(relay.url, 'acme')).id);
    // Killed before anybody looked at them, and while they are told.
    if (round % 2 === 1) await until(() => expect(mailServer.offered()).toBeGreaterThan(told));
    await restart();
  }
  await until(() => expect(new Set(numbers())).toEqual(new Set(ids)));
  const byKey = new Map(mailServer.mails.map((mail) => [mail.messageId, mail]));
  const told = [...byKey.values()].flatMap(({ text }) => (text ?? '').match(/#\d+,/g) ?? []);
  expect(told).toHaveLength(ids.length);
});

it('sends a mail again whose acceptance it did not live to hear, under the same Message-ID', async () => {
  await choose({});
  mailServer.be('silent');
  const { id } = await submit(relay.url, 'acme');
  await until(() => expect(mailServer.offered()).toBe(1));
  await relay.kill();
  mailServer.be('take');
  await relay.start();
  await until(() => expect(numbers()).toEqual([id]));
  // Only what the relay knows to be taken is not sent again.
  await until(async () => expect(await metrics()).toContain('{method="email",outcome="sent"} 1'));
  await restart();
  const { id: next } = await submit(relay.url, 'acme');
  await until(() => expect(numbers()).toEqual([id, next]));
  expect(mailServer.offered()).toBe(3);
});

it('does not ring twice where nobody could tell that it is the same message', async () => {
  await choose({ method: 'webhook', shape: 'slack', address: `${receiver.url}/hook` });
  receiver.answer(() => undefined);
  await submit(relay.url, 'acme');
  await until(() => expect(receiver.received).toHaveLength(1));
  await relay.kill();
  receiver.answer((response) => response.writeHead(200).end('ok'));
  await relay.start();
  const { id } = await submit(relay.url, 'acme');
  await until(() => expect(receiver.received.at(-1)?.body).toContain(`#${id},`));
  expect(receiver.received).toHaveLength(2);
});
