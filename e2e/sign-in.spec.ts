import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { openConsole, type Console } from './parts/console.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician } from './parts/technician.ts';
import { askForHelp } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';
import { sheetsScreen } from './screens/sheets.ts';
import { signInScreen } from './screens/sign-in.ts';

// The way in and the ways out, with a real relay that checks real passwords.

let relay: Relay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.dispose());

const using = async (options: { signedOut?: true }, work: (console: Console) => Promise<void>): Promise<void> => {
  const console = await openConsole({ relay, ...options });
  try {
    await work(console);
  } finally {
    await console.dispose();
  }
};

test('says by the field what is wrong, and lets in who has it right', () =>
  using({ signedOut: true }, async ({ page }) => {
    const form = signInScreen(page);
    const { email, password } = relay.sample;
    await expect(form.relay).toBeFocused();

    await form.submit.click();
    await expect(form.relay).toHaveAccessibleDescription('Please fill in “Relay address”.');
    await expect(form.relay).toBeFocused();

    // Nobody listens on port 1.
    await form.signIn({ relay: '127.0.0.1:1', email, password });
    await expect(form.relay).toHaveAccessibleDescription(/The relay can't be reached/);
    await expect(form.relay).toBeFocused();

    await form.signIn({ relay: relay.url, email, password: 'not this one' });
    await expect(form.password).toHaveAccessibleDescription('E-mail or password is wrong.');
    await expect(form.password).toBeFocused();
    await expect(form.relay).not.toHaveAttribute('aria-invalid');

    // What was wrong is selected: typing replaces it.
    await page.keyboard.type(password);
    await expect(form.password).not.toHaveAttribute('aria-invalid');
    await page.keyboard.press('Enter');
    await expect(consoleScreen(page).connection).toHaveText('Live');
  }));

test('shows the password when asked to', () =>
  using({ signedOut: true }, async ({ page }) => {
    const { password } = signInScreen(page);
    await password.fill('correct horse');
    await expect(password).toHaveAttribute('type', 'password');
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(password).toHaveAttribute('type', 'text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    await expect(password).toHaveAttribute('type', 'password');
  }));

test('stays signed in over a restart; after signing out remembers relay and e-mail, and nothing else', () =>
  using({ signedOut: true }, async (console) => {
    await signInScreen(console.page).signIn({ relay: relay.url, ...relay.sample });
    await expect(consoleScreen(console.page).connection).toHaveText('Live');
    await console.quit();
    await console.restart();
    await expect(consoleScreen(console.page).connection).toHaveText('Live');

    const sheets = sheetsScreen(console.page);
    await sheets.openSettings('Account');
    await sheets.settings.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(signInScreen(console.page).heading).toBeVisible();
    await expect(sheets.any).toHaveCount(0);
    await console.quit();
    await console.restart();
    const form = signInScreen(console.page);
    await expect(form.relay).toHaveValue(relay.url);
    await expect(form.email).toHaveValue(relay.sample.email);
    await expect(form.password).toHaveValue('');
    await expect(form.password).toBeFocused();
    await expect(form.reason).toHaveCount(0);
  }));

test('starts, and has all again, when its cache was damaged meanwhile', () =>
  using({}, async (console) => {
    await expect(consoleScreen(console.page).connection).toHaveText('Live');
    await console.quit();
    const profile = console.command.args.find((arg) => arg.startsWith('--user-data-dir='))?.split('=')[1] ?? '';
    const cache = path.join(profile, 'data/cache.db');
    // The list of one's own requests, which is looked through at each start; all else is whole.
    const db = new Database(cache);
    const where = "SELECT rootpage FROM sqlite_schema WHERE name = 'requests_mine'";
    const [page, size] = [Number(db.prepare(where).pluck().get()), Number(db.pragma('page_size', { simple: true }))];
    db.close();
    writeFileSync(cache, readFileSync(cache).fill(0xa5, (page - 1) * size, page * size));
    await console.restart();
    await expect(consoleScreen(console.page).connection).toHaveText('Live');
    expect(readdirSync(path.dirname(cache)).join(' ')).toContain('cache.db.set-aside-');
  }));

test('says why one was signed out, and that what was not sent is kept', () =>
  using({}, async ({ page }) => {
    const screen = consoleScreen(page);
    await expect(screen.connection).toHaveText('Live');
    const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
    await screen.row('Carla Verdi').click();
    await screen.action('Assign to me').click();
    await screen.action('Join chat').click();
    await relay.stop();
    await expect(screen.connection).toContainText('Offline since');
    await screen.composer.fill('Written without a connection');
    await screen.composer.press('Enter');
    await expect(screen.line('Written without a connection')).toBeVisible();
    // A new password ends all sign-ins.
    relay.cli(['technician', 'password', relay.sample.email, '--password-stdin'], `${relay.sample.password}\n`);
    await relay.start();
    const form = signInScreen(page);
    await expect(form.heading).toBeVisible({ timeout: 30_000 });
    await expect(form.reason).toContainText('You are no longer signed in. Please sign in again.');
    await expect(form.reason).toContainText('1 thing you did is kept here and is sent once you sign in again.');

    await form.password.fill(relay.sample.password);
    await form.submit.click();
    await expect(screen.connection).toHaveText('Live');
    await screen.row('Carla Verdi').click();
    await expect(screen.line('Written without a connection')).toHaveCount(1);
    customer.leave();
  }));

test('lists my sign-ins, and ends one that is not this console', () =>
  using({}, async ({ page }) => {
    await expect(consoleScreen(page).connection).toHaveText('Live');
    const elsewhere = await signInTechnician(relay, relay.sample);
    const sheets = sheetsScreen(page);
    await sheets.openSettings('Account');
    const signIns = sheets.settings.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
    await expect(signIns.first()).toContainText('This console');
    await expect(signIns.first().getByRole('button')).toHaveCount(0);
    const other = signIns.filter({ hasText: 'test' });
    await expect(other).toHaveCount(1);
    await other.getByRole('button', { name: 'Sign out test' }).click();
    await expect(other).toHaveCount(0);
    await expect(signIns.first()).toContainText('This console');
    await expect(elsewhere.ask('availability.set', { available: true })).rejects.toThrow();
    elsewhere.leave();
  }));

test('asks before signing out takes what has not been sent', () =>
  using({}, async ({ page }) => {
    const screen = consoleScreen(page);
    await expect(screen.connection).toHaveText('Live');
    const customer = await askForHelp(relay, 'Peter Novak', 'The VPN drops.');
    await screen.row('Peter Novak').click();
    await relay.stop();
    await expect(screen.connection).toContainText('Offline since');
    await page.keyboard.press('Escape');
    await page.evaluate((id) => window.sportello.call('chat.note', { id, text: 'a note to keep' }), customer.id);
    await expect(screen.line('a note to keep')).toBeVisible();

    const sheets = sheetsScreen(page);
    await sheets.openSettings('Account');
    await expect(sheets.settings).toContainText('You are offline; the list comes from the relay.');
    await sheets.settings.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(sheets.signOut).toContainText('1 thing you did has not reached the relay yet.');
    await sheets.signOut.getByRole('button', { name: 'Stay signed in' }).click();
    await expect(sheets.any).toHaveCount(0);
    await expect(screen.line('a note to keep')).toBeVisible();

    await sheets.run('Sign out');
    await sheets.signOut.getByRole('button', { name: 'Sign out anyway' }).click();
    await expect(signInScreen(page).heading).toBeVisible();
    customer.leave();
    await relay.start();
  }));

test('counts down until one may try again after too many wrong passwords', async () => {
  const guarded = await startRelay();
  const console = await openConsole({ relay: guarded, signedOut: true });
  try {
    const { page } = console;
    const form = signInScreen(page);
    const tooMany = page.getByText(/^Too many failed attempts\. Try again in \d+ seconds?\.$/);
    await form.signIn({ relay: guarded.url, email: guarded.sample.email, password: 'wrong' });
    // Some are free; then each further one has to wait.
    await expect(async () => {
      await form.password.press('Enter');
      await expect(tooMany.first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(tooMany).toHaveCount(0);
    await form.password.fill(guarded.sample.password);
    await form.submit.click();
    await expect(consoleScreen(page).connection).toHaveText('Live');
  } finally {
    await console.dispose();
    await guarded.dispose();
  }
});
