import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { parse } from 'plist';
import { findings } from './parts/axe.ts';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { takeAndJoin } from './parts/joined-chat.ts';
import { press, takeKeyboard, type } from './parts/keys.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { consoleScreen, type ConsoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';
import { sheetsScreen } from './screens/sheets.ts';

// A profile's whole way: from the operator's list over the technician's window into the customer's telephone.

const wifi = { kind: 'wifi', ssid: 'Acme', password: 'correct horse' };
const vpn = { kind: 'vpn', server: 'vpn.acme.example', sharedSecret: 'battery staple', username: 'staff' };

let relay: Relay;
let console: Console;
let customer: Customer | null = null;

test.beforeEach(async () => {
  relay = await startRelay();
  console = await openConsole({ relay });
  await expect(consoleScreen(console.page).connection).toHaveText('Live');
});
test.afterEach(async () => {
  await customer?.dispose();
  customer = null;
  await console.dispose();
  await relay.dispose();
});

const define = (name: string, settings: object, more: object = {}): void =>
  void relay.cli(['profile', 'add', '-'], JSON.stringify({ name, settings, ...more }));

/** Somebody with a telephone asks for help, in English; the technician has the request and has not joined its chat. */
async function asks(as: 'iphone' | 'android'): Promise<{ page: Page; screen: ConsoleScreen }> {
  customer = await openCustomer({ as });
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'My telephone has no network.' });
  const screen = consoleScreen(console.page);
  await screen.row('Carla Verdi').click();
  await screen.action('Assign to me').click();
  return { page: customer.page, screen };
}

test('an iPhone gets a profile to install, and both sides see that it has it', async () => {
  define('Office Wi-Fi', wifi, { description: 'All floors of the Milan office', organization: 'Acme IT' });
  define('Company VPN', vpn);
  define('For the other ones', wifi, { suits: ['android'] });
  const { page, screen } = await asks('iphone');
  const { profiles } = sheetsScreen(console.page);
  await screen.action('Mobile profiles…').click();
  await expect(profiles.getByRole('option')).toHaveText([/^Company VPN/, /^Office Wi-Fi/]);
  await expect(profiles).toContainText('All floors of the Milan office');
  await expect(profiles.getByRole('button', { name: 'Send' })).toBeDisabled();
  await profiles.getByRole('option', { name: /Office Wi-Fi/ }).click();
  expect(await findings(console.page), 'axe').toEqual([]);
  await profiles.getByRole('button', { name: 'Send' }).click();
  await expect(profiles).toHaveCount(0);
  await expect(screen.line('Anna Bianchi sent the profile “Office Wi-Fi”')).toBeVisible();

  const line = portalScreen(page).message('Anna Bianchi sent you the profile “Office Wi-Fi”');
  await expect(line).toContainText('Profile Downloaded');
  expect(await findings(page), 'axe, the portal').toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('link', { name: 'Install profile' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Office Wi-Fi.mobileconfig');
  expect(parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({
    PayloadDisplayName: 'Office Wi-Fi',
    PayloadOrganization: 'Acme IT',
    PayloadContent: [{ PayloadType: 'com.apple.wifi.managed', SSID_STR: 'Acme', Password: 'correct horse' }],
  });
  await expect(screen.line('The customer downloaded the profile “Office Wi-Fi”')).toBeVisible();
  await expect(portalScreen(page).message('You downloaded the profile “Office Wi-Fi”')).toBeVisible();

  // Once taken off the list it is gone, and the page says so in words.
  relay.cli(['profile', 'remove', 'Office Wi-Fi']);
  await line.getByRole('link', { name: 'Install profile' }).click();
  await expect(page.getByRole('heading', { name: 'This profile is no longer available' })).toBeVisible();
});

test('an Android device gets a page with the settings, in the customer’s language', async () => {
  define('Wi-Fi dell’ufficio', wifi, { description: 'Tutti i piani della sede di Milano', organization: 'Acme IT' });
  customer = await openCustomer({ as: 'android', locale: 'it-IT' });
  const { page } = customer;
  await portalScreen(page).open(relay.url, relay.sample.slug);
  await page.getByLabel('Il tuo nome', { exact: true }).fill('Carla Verdi');
  await page.getByLabel('E-mail', { exact: true }).fill('carla@acme.example');
  await page.getByLabel('Qual è il problema?', { exact: true }).fill('Il telefono non ha rete.');
  await page.getByRole('button', { name: 'Invia richiesta' }).click();
  const screen = await takeAndJoin(console, 'Carla Verdi');
  const { profiles } = sheetsScreen(console.page);
  await screen.action('Mobile profiles…').click();
  await profiles.getByRole('option', { name: /Wi-Fi dell’ufficio/ }).click();
  await profiles.getByRole('button', { name: 'Send' }).click();

  const line = page.getByRole('log').getByRole('listitem').filter({ hasText: 'ti ha inviato il profilo' });
  const [guide] = await Promise.all([
    page.waitForEvent('popup'),
    line.getByRole('link', { name: 'Apri', exact: true }).click(),
  ]);
  await expect(guide.getByRole('heading', { level: 1 })).toHaveText('Wi-Fi dell’ufficio');
  await expect(guide.locator('html')).toHaveAttribute('lang', 'it');
  await expect(guide.getByRole('list')).toContainText('Tocca la rete “Acme”.');
  await expect(guide.getByText('correct horse')).toBeHidden();
  await guide.getByText('Mostra').click();
  await expect(guide.getByText('correct horse')).toBeVisible();
  await expect(guide.getByRole('img', { name: 'Codice QR della rete “Acme”' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await guide.emulateMedia({ colorScheme });
    expect(await findings(guide), `axe, ${colorScheme}`).toEqual([]);
  }
  const [inner, outer] = await guide.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(inner).toBeLessThanOrEqual(outer ?? 0);
  await expect(screen.line('The customer opened the profile “Wi-Fi dell’ufficio”')).toBeVisible();
  await expect(page.getByRole('log')).toContainText('Hai aperto il profilo “Wi-Fi dell’ufficio”');
});

test('all by keyboard, and found among many', async () => {
  for (const at of [1, 2, 3, 4, 5, 6, 7]) define(`Guests ${at}`, wifi, { description: 'For visitors' });
  define('Company VPN', vpn, { description: 'From home' });
  const { page, screen } = await asks('android');
  const { profiles } = sheetsScreen(console.page);
  await takeKeyboard(console);
  press('ctrl+shift+m');
  const search = profiles.getByRole('searchbox', { name: 'Search profiles' });
  await expect(search).toBeFocused();
  type('nothing like it');
  await expect(profiles).toContainText('No profile has “nothing like it” in it.');
  await search.fill('');
  type('home');
  await expect(profiles.getByRole('option')).toHaveText([/^Company VPN/]);
  press('Return');
  await expect(profiles.getByRole('option')).toHaveAttribute('aria-selected', 'true');
  press('Return');
  await expect(profiles).toHaveCount(0);
  await expect(screen.line('Anna Bianchi sent the profile “Company VPN”')).toBeVisible();
  await expect(portalScreen(page).message('“Company VPN”').getByRole('link', { name: 'Open' })).toBeVisible();

  press('ctrl+shift+m');
  await expect(search).toBeFocused();
  press('Down');
  await expect(profiles.getByRole('option').first()).toBeFocused();
  press('Down', 'space');
  await expect(profiles.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  press('ctrl+Return');
  await expect(profiles).toHaveCount(0);
  await expect(screen.line('“Guests 1”')).toBeVisible();
});

test('it is there only for those who have a telephone, is off while offline, and says who defines profiles', async () => {
  const { screen } = await asks('iphone');
  const { profiles } = sheetsScreen(console.page);
  await screen.action('Mobile profiles…').click();
  await expect(profiles).toContainText('No profile suits this device (iOS 18)');
  await expect(profiles).toContainText('Your administrators define profiles on the server');
  expect(await findings(console.page), 'axe, empty').toEqual([]);
  await relay.stop();
  await expect(profiles.getByRole('status').first()).toContainText('You are offline.');
  await expect(profiles.getByRole('button', { name: 'Send' })).toBeDisabled();
  await console.page.keyboard.press('Escape');
  await expect(profiles).toHaveCount(0);
  await expect(screen.action('Mobile profiles…')).toBeDisabled();
  await relay.start();
  await expect(screen.action('Mobile profiles…')).toBeEnabled({ timeout: 20_000 });

  await customer?.dispose();
  customer = await openCustomer();
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: 'Bruno Costa', email: 'bruno@acme.example', problem: 'The invoice opens blank.' });
  await takeAndJoin(console, 'Bruno Costa');
  await expect(screen.action('Request screen sharing')).toBeVisible();
  await expect(screen.action('Mobile profiles…')).toHaveCount(0);
});
