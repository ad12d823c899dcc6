import { expect, test } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer } from './parts/customer.ts';
import { inMain } from './parts/in-main.ts';
import { press, takeKeyboard, type } from './parts/keys.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician } from './parts/technician.ts';
import { askForHelp } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';
import { sheetsScreen } from './screens/sheets.ts';

// The windows over the panes: settings, palette, transfer, notices.

let relay: Relay;
let console: Console;
test.beforeEach(async () => {
  relay = await startRelay();
  console = await openConsole({ relay });
  await expect(consoleScreen(console.page).connection).toHaveText('Live');
});
test.afterEach(async () => {
  try {
    await console.dispose();
  } finally {
    await relay.dispose();
  }
});

test('settings take effect at once and survive a restart', async () => {
  const sheets = sheetsScreen(console.page);
  await sheets.openSettings('General');
  await sheets.settings.getByRole('radio', { name: 'Dark' }).click();
  // Playwright tells pages which scheme to prefer, so Electron is asked what it would tell them.
  const isDark = (): Promise<boolean> => inMain(console.app, ({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
  await expect.poll(isDark).toBe(true);
  const warn = sheets.settings.getByRole('textbox', { name: 'Attention after' });
  await warn.fill('20');
  await warn.press('Tab');
  // What is urgent comes after what wants attention.
  await expect(sheets.settings.getByRole('textbox', { name: 'Urgent after' })).toHaveValue('21 min');
  await sheets.settings.getByRole('button', { name: 'Language' }).click();
  await console.page.getByRole('option', { name: 'Italiano' }).click();
  const inItalian = async (): Promise<void> => {
    const { page } = console;
    await expect(page.getByRole('region', { name: 'Richieste di supporto', exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  };
  await expect(console.page.getByRole('dialog', { name: 'Impostazioni' })).toBeVisible();
  await console.page.keyboard.press('Escape');
  await inItalian();

  await console.quit();
  await console.restart();
  await inItalian();
  await expect.poll(isDark).toBe(true);
  await console.page.getByRole('banner').getByRole('button', { name: 'Impostazioni' }).click();
  await expect(console.page.getByRole('textbox', { name: 'Attenzione dopo' })).toHaveValue('20 min');
});

test('the palette runs a command, opens a request, and gives the focus back', async () => {
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  await expect(screen.row('Carla Verdi')).toBeVisible();
  await takeKeyboard(console);
  await screen.search.focus();

  press('ctrl+k');
  await expect(sheets.find).toBeFocused();
  // Nothing is chosen yet: Enter does nothing.
  press('Return');
  await expect(sheets.palette).toBeVisible();
  press('Escape');
  await expect(sheets.any).toHaveCount(0);
  await expect(screen.search).toBeFocused();

  press('ctrl+k');
  await expect(sheets.find).toBeFocused();
  type('compl');
  await expect(sheets.choice('Show completed requests')).toHaveAttribute('aria-selected', 'true');
  press('Return');
  await expect(screen.filter('Completed')).toBeChecked();
  await expect(sheets.any).toHaveCount(0);
  await expect(screen.search).toBeFocused();

  press('ctrl+k');
  const recent = sheets.palette.getByRole('group', { name: 'Recently used' });
  await expect(recent.getByRole('option')).toHaveText(/^Show completed requests/);
  // A request is found by words of its chat, whatever the list is filtered by.
  type('blank');
  await expect(sheets.choice(/Carla Verdi/)).toHaveAttribute('aria-selected', 'true');
  press('Return');
  await expect(screen.details).toContainText('Carla Verdi');
  await expect(sheets.any).toHaveCount(0);

  press('ctrl+1');
  await expect(screen.row('Carla Verdi')).toBeVisible();
  press('ctrl+k');
  await expect(sheets.find).toBeFocused();
  type('go to sup');
  await expect(sheets.choice('Go to support requests')).toHaveAttribute('aria-selected', 'true');
  press('Return');
  await expect(screen.requests.getByRole('grid')).toBeFocused();
  customer.leave();
});

test('the palette offers what the request allows, and offline says what has to wait', async () => {
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  await screen.row('Carla Verdi').click();
  await expect(screen.action('Assign to me')).toBeVisible();
  await sheets.openPalette();
  await expect(sheets.choice('Assign to me')).toBeVisible();
  await expect(sheets.choice('Close request')).toHaveCount(0);

  await relay.stop();
  await expect(sheets.choice(/^Assign to me/)).toHaveAttribute('aria-disabled', 'true');
  await expect(sheets.choice(/^Assign to me/)).toContainText('You are offline.');
  await sheets.find.fill('assign');
  await expect(sheets.palette.getByRole('option', { selected: true })).toHaveCount(0);
  await sheets.find.press('Enter');
  await expect(sheets.palette).toBeVisible();
  customer.leave();
});

test('a request is handed over to a colleague who can be reached, with a note', async () => {
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  const account = { email: 'paolo.ricci@sportello.example', password: 'a colleague of Anna' };
  const add = (name: string, email: string): unknown =>
    relay.cli(['technician', 'add', email, '--name', name, '--password-stdin'], `${account.password}\n`);
  add('Paolo Ricci', account.email);
  add('Sofia Marini', 'sofia.marini@sportello.example');
  const paolo = await signInTechnician(relay, account);
  const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  await screen.row('Carla Verdi').click();
  await screen.action('Assign to me').click();
  await screen.action('Transfer…').click();

  const sofia = sheets.transfer.getByRole('option', { name: 'Sofia Marini' });
  await expect(sofia).toHaveAttribute('aria-disabled', 'true');
  await expect(sofia).toContainText("Can't be reached right now");
  await sheets.transfer.getByRole('button', { name: 'Transfer', exact: true }).click();
  await expect(sheets.transfer.getByRole('alert')).toHaveText('Choose who gets the request.');
  await sheets.transfer.getByRole('option', { name: 'Paolo Ricci' }).click();
  await expect(sheets.transfer).toContainText('Paolo Ricci has to accept; until then the request stays with you.');
  await sheets.transfer.getByRole('textbox', { name: 'Note' }).fill('Roll the viewer back.');
  await sheets.transfer.getByRole('button', { name: 'Transfer', exact: true }).click();
  await expect(sheets.any).toHaveCount(0);
  await expect(screen.details).toContainText('Waiting for Paolo Ricci to take over.');
  expect((await paolo.read(customer.id)).handover).toMatchObject({ toId: paolo.id, note: 'Roll the viewer back.' });

  await paolo.ask('handover.accept', { id: customer.id });
  await expect(screen.myRow('Carla Verdi')).toHaveCount(0);
  customer.leave();
  paolo.leave();
});

test('a request goes back to its queue by keyboard; offline it stays, and the sheet says why', async () => {
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  const customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  await screen.row('Carla Verdi').click();
  await screen.action('Assign to me').click();
  await screen.action('Transfer…').click();
  await expect(sheets.transfer).toContainText('Nobody else serves Acme Srl.');

  await relay.stop();
  await expect(sheets.transfer.getByRole('status').first()).toContainText('You are offline.');
  await expect(sheets.transfer.getByRole('button', { name: 'Transfer', exact: true })).toBeDisabled();
  await relay.start();
  await expect(sheets.transfer.getByRole('button', { name: 'Transfer', exact: true })).toBeEnabled({ timeout: 20_000 });

  await sheets.transfer.getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(sheets.transfer.getByRole('option', { name: /queue of Acme/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(sheets.any).toHaveCount(0);
  await expect(screen.myRow('Carla Verdi')).toHaveCount(0);
  await expect(screen.action('Assign to me')).toBeVisible();
  customer.leave();
});

test('a notice reaches a customer who waits, until it is taken down', async () => {
  const { page } = console;
  const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
  const customer = await openCustomer();
  try {
    const portal = portalScreen(customer.page);
    await portal.open(relay.url, relay.sample.slug);
    await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'No e-mail since this morning' });
    await expect(portal.messages).toContainText('No e-mail since this morning');
    await screen.row('Carla Verdi').click();

    await sheets.run('Notice to all who wait');
    await expect(sheets.notice).toContainText('No notice is shown at the moment.');
    await expect(sheets.notice.getByRole('button', { name: /Customers of/ })).toContainText('Acme Srl');
    const text = sheets.notice.getByRole('textbox', { name: 'Notice' });
    await sheets.notice.getByRole('button', { name: 'Publish' }).click();
    await expect(text).toHaveAccessibleDescription('Write what customers should know.');
    await text.fill('The mail server is down; we are on it.');
    await sheets.notice.getByRole('button', { name: 'Publish' }).click();

    await expect(customer.page.getByText('The mail server is down; we are on it.')).toBeVisible();
    await expect(text).toHaveValue('');
    const shown = sheets.notice.getByRole('listitem');
    await expect(shown).toHaveCount(1);
    await expect(shown).toContainText('Acme Srl');
    await expect(screen.details).toContainText('Customers see this notice: The mail server is down; we are on it.');

    await shown.getByRole('button', { name: /^Take down/ }).click();
    await expect(sheets.notice).toContainText('No notice is shown at the moment.');
    await expect(customer.page.getByText('The mail server is down; we are on it.')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(sheets.any).toHaveCount(0);
    await expect(screen.details).not.toContainText('The mail server is down');
  } finally {
    await customer.dispose();
  }
});

test('only an admin tells the customers of all companies', async () => {
  const { page } = console;
  const sheets = sheetsScreen(page);
  const audiences = async (of: Console): Promise<string[]> => {
    const its = sheetsScreen(of.page);
    await its.run('Notice to all who wait');
    await its.notice.getByRole('button', { name: /Customers of/ }).click();
    return of.page.getByRole('listbox').getByRole('option').allTextContents();
  };
  expect(await audiences(console)).toEqual(['All companies', 'Acme Srl']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(sheets.any).toHaveCount(0);

  const account = { email: 'paolo.ricci@sportello.example', password: 'a colleague of Anna' };
  relay.cli(['technician', 'add', account.email, '--name', 'Paolo Ricci', '--password-stdin'], `${account.password}\n`);
  const paolo = await openConsole({ relay, account });
  try {
    await expect(consoleScreen(paolo.page).connection).toHaveText('Live');
    expect(await audiences(paolo)).toEqual(['Acme Srl']);
  } finally {
    await paolo.dispose();
  }
});

test('every shortcut is listed', async () => {
  const sheets = sheetsScreen(console.page);
  await sheets.run('Keyboard shortcuts');
  const row = sheets.shortcuts.getByRole('listitem').filter({ hasText: 'Assign to me' });
  await expect(row.locator('kbd')).toHaveText('Ctrl+Shift+A');
  await expect(sheets.shortcuts.getByRole('heading', { level: 3 })).toHaveText(['Request', 'Console', 'Go', 'View']);
  await console.page.keyboard.press('Escape');
  await expect(sheets.any).toHaveCount(0);
});
