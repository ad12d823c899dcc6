import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { requestPagePath } from '../protocol/links.ts';
import { openMailServer, receiverOf, type MailServer } from '../server/notify/testing/mail-server.ts';
import { openConsole } from './parts/console.ts';
import { desk } from './parts/desk.ts';
import { follow, forgetConsole, register } from './parts/link-opener.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { askForHelp } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';
import { sheetsScreen } from './screens/sheets.ts';

// Being reached away from the console: chosen there, told by a real mail server, and back by the link in the mail.

let mailServer: MailServer;
let relay: Relay;
test.beforeEach(async () => {
  mailServer = await openMailServer();
  relay = await startRelay({
    SPORTELLO_SMTP_HOST: '127.0.0.1',
    SPORTELLO_SMTP_PORT: String(mailServer.port),
    SPORTELLO_SMTP_SECURITY: 'none',
    SPORTELLO_MAIL_FROM: 'help@sportello.example',
  });
});
test.afterEach(async () => {
  forgetConsole();
  await relay.dispose();
  await mailServer.shut();
});

test('a request that nobody takes comes by mail, and the link in it opens it', async () => {
  const console = await openConsole({ relay });
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  await expect(screen.connection).toHaveText('Live');
  await register(console.command);

  await sheets.openSettings('Notifications');
  const email = sheets.settings.getByRole('region', { name: 'E-mail' });
  await email.getByText('Tell me by e-mail').click();
  const address = email.getByRole('textbox', { name: 'E-mail address' });
  await expect(address).toHaveValue(relay.sample.email);
  await address.fill('anna');
  await address.press('Enter');
  await expect(email).toContainText('That is not a complete address.');
  await address.fill('anna@team.example');
  await address.press('Enter');
  const after = email.getByRole('textbox', { name: 'When it has waited for' });
  await after.fill('0');
  await after.press('Tab');
  await email.getByRole('button', { name: 'Send a test: E-mail' }).click();
  await expect(email.getByRole('status')).toHaveText('Delivered.');
  expect(mailServer.mails.map(({ subject }) => subject)).toEqual(['Test from Sportello']);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('[role="dialog"]').analyze();
  expect(violations).toEqual([]);
  await page.keyboard.press('Escape');

  const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  await expect.poll(() => mailServer.mails.length, { timeout: 15_000 }).toBe(2);
  const mail = mailServer.mails[1]!;
  expect(receiverOf(mail)).toBe('anna@team.example');
  expect(mail.subject).toBe(`Request ${customer.id} is waiting`);
  const link = /href="(http[^"]+)"/.exec(String(mail.html))?.[1] ?? '';
  expect(new URL(link).pathname).toBe(requestPagePath(customer.id));
  const landing = await (await fetch(link)).text();
  await desk.leave(console);
  await follow(/href="(sportello:[^"]+)"/.exec(landing)?.[1] ?? '');
  await desk.expectForward();
  await expect(screen.details.getByRole('heading', { level: 2 })).toHaveText('The invoice opens blank.');
  customer.leave();
  await console.dispose();
});

test('the Status menu turns methods on and off, tests them, and says in words what came of it', async () => {
  const console = await openConsole({ relay });
  const { page } = console;
  await expect(consoleScreen(page).connection).toHaveText('Live');
  await page.getByRole('button', { name: 'Status: Available' }).click();
  const menu = page.getByRole('dialog', { name: 'Status' });
  // This relay is set up for mail, and webhooks need no setting up.
  await expect(menu.getByRole('switch')).toHaveCount(4);
  await expect(menu).not.toContainText('Text message');
  await expect(menu).toContainText(`After 5 minutes, to ${relay.sample.email}`);
  await menu.getByText('E-mail', { exact: true }).click();
  await menu.getByRole('button', { name: 'Send a test: E-mail' }).click();
  await expect(menu.getByText('Delivered.')).toBeVisible();
  mailServer.be('never');
  await menu.getByRole('button', { name: 'Send a test: E-mail' }).click();
  await expect(menu.getByText('Refused by the other side: 550 not now, not here')).toBeVisible();
  await menu.getByText('Webhook', { exact: true }).click();
  await expect(sheetsScreen(page).settings.getByRole('region', { name: 'Webhook' })).toBeVisible();
  await console.dispose();
});
