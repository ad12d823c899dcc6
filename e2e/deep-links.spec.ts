import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { consoleScheme, requestLink, requestPage } from '../protocol/links.ts';
import { consoleCommand, openConsole } from './parts/console.ts';
import { desk } from './parts/desk.ts';
import { follow, forgetConsole, register } from './parts/link-opener.ts';
import { freePort, startRelay, type Relay } from './parts/relay.ts';
import { askForHelp, type WaitingCustomer } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';

// Links from a mail or a browser, handed over by the desktop itself: `xdg-open` finds the console by its desktop file.

let relay: Relay;
let customer: WaitingCustomer;

test.beforeAll(async () => {
  relay = await startRelay();
  customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
});
test.afterAll(async () => {
  customer.leave();
  await relay.dispose();
});
test.afterEach(forgetConsole);

const subject = (page: Page) => consoleScreen(page).details.getByRole('heading', { level: 2 });

test('a running console comes forward and shows the request; what one may not see it says politely', async () => {
  const console = await openConsole({ relay });
  await register(console.command);
  await expect(consoleScreen(console.page).connection).toHaveText('Live');
  await desk.leave(console);
  await follow(requestLink(customer.id));
  await desk.expectForward();
  await expect(subject(console.page)).toHaveText('The invoice opens blank.');

  await follow(requestLink(987_654_321 as never));
  await expect(consoleScreen(console.page).details).toContainText("This request isn't here");
  await expect(consoleScreen(console.page).details).toContainText("you don't have access to it");

  await desk.leave(console);
  await follow(`${consoleScheme}://nonsense/%00`);
  await desk.expectForward();
  await console.dispose();
});

test('a stopped console starts and shows the request', async () => {
  const profile = mkdtempSync(path.join(tmpdir(), 'sportello-linked-'));
  const port = await freePort();
  await register(consoleCommand({ relay, args: [`--remote-debugging-port=${port}`] }, profile));
  const opening = follow(requestLink(customer.id));
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/json/version`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = browser.contexts()[0]?.pages()[0] as Page;
  await expect(subject(page)).toHaveText('The invoice opens blank.');
  await desk.expectForward();
  // Nobody else could end what the desktop has started.
  const gone = new Promise((resolve) => browser.once('disconnected', resolve));
  const session = await browser.newBrowserCDPSession();
  // It is gone before it answers.
  await session.send('Browser.close').catch(() => undefined);
  await gone;
  await opening;
  rmSync(profile, { recursive: true, force: true });
});

test('a signed-out console keeps the link until somebody has signed in', async () => {
  const console = await openConsole({ relay, signedOut: true });
  await register(console.command);
  const { page } = console;
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await follow(requestLink(customer.id));
  await desk.expectForward();
  await page.getByLabel('Relay address').fill(relay.url);
  await page.getByLabel('E-mail').fill(relay.sample.email);
  await page.getByLabel('Password', { exact: true }).fill(relay.sample.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(subject(page)).toHaveText('The invoice opens blank.');
  await console.dispose();
});

test('the page behind a link in a mail opens the console, and says the same of every number', async () => {
  const read = async (id: number, language: string): Promise<string> => {
    const response = await fetch(requestPage(relay.url, id as never), { headers: { 'accept-language': language } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    return await response.text();
  };
  const english = await read(customer.id, 'en-GB,en');
  expect(english).toContain(`href="${requestLink(customer.id)}"`);
  expect(english).not.toMatch(/Carla|invoice|Acme/);
  expect((await read(999, 'en')).replaceAll('999', '#')).toBe(english.replaceAll(String(customer.id), '#'));
  expect(await read(customer.id, 'it-IT,it;q=0.9')).toContain('lang="it"');
  for (const wrong of ['0', '-1', 'x', '1e9', '99999999999999999999']) {
    expect((await fetch(`${relay.url}/r/${wrong}`)).status, wrong).toBe(404);
  }

  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  await page.goto(requestPage(relay.url, customer.id));
  await expect(page.getByRole('link', { name: 'Open in Sportello' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('If nothing happens');
  await browser.close();
});
