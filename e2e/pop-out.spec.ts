import { expect, test, type Page } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { inMain } from './parts/in-main.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { askForHelp, type WaitingCustomer } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';

// A chat in a window of its own, beside whatever else the technician does.

let relay: Relay;
let console: Console;
let customer: WaitingCustomer;

test.beforeAll(async () => {
  relay = await startRelay();
  console = await openConsole({ relay });
  customer = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
});
test.afterAll(async () => {
  customer.leave();
  await console.dispose();
  await relay.dispose();
});

/** What the desktop knows of the window with this page. */
const windowOf = (page: Page) =>
  inMain(
    console.app,
    ({ BrowserWindow }, url) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL() === url);
      return window === undefined
        ? null
        : { title: window.getTitle(), onTop: window.isAlwaysOnTop(), bounds: window.getBounds() };
    },
    page.url(),
  );

async function popOut(): Promise<Page> {
  const opened = console.app.waitForEvent('window');
  await console.page.getByRole('button', { name: 'Chat in a window of its own' }).click();
  const page = await opened;
  await expect(page.getByRole('log')).toContainText('The invoice opens blank.');
  return page;
}

test('a chat goes on in a window of its own, on top of others, and closes with its request', async () => {
  const screen = consoleScreen(console.page);
  await screen.row('Carla Verdi').click();
  await expect(console.page.getByRole('button', { name: 'Chat in a window of its own' })).toHaveCount(0);
  await screen.action('Assign to me').click();
  await screen.action('Join chat').click();

  const page = await popOut();
  await expect.poll(() => windowOf(page)).toMatchObject({ title: `Carla Verdi · #${customer.id}`, onTop: true });
  await page.getByRole('textbox', { name: 'Reply' }).fill('Which viewer do you use?');
  await page.keyboard.press('Enter');
  await expect(screen.line('Which viewer do you use?')).toBeVisible();
  await customer.say('The one that came with it.');
  await expect(page.getByRole('log')).toContainText('The one that came with it.');

  // What the main window shows is its own affair.
  await console.page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep chat windows above other windows' }).click();
  await expect.poll(() => windowOf(page)).toMatchObject({ onTop: false });

  const moved = { x: 40, y: 60, width: 480, height: 700 };
  await inMain(
    console.app,
    ({ BrowserWindow }, { url, to }) =>
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL() === url)
        ?.setBounds(to),
    { url: page.url(), to: moved },
  );
  await expect.poll(() => windowOf(page)).toMatchObject({ bounds: { width: 480, height: 700 } });
  const closed = page.waitForEvent('close');
  await inMain(
    console.app,
    ({ BrowserWindow }, url) =>
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL() === url)
        ?.close(),
    page.url(),
  );
  await closed;

  const again = await popOut();
  await expect.poll(() => windowOf(again)).toMatchObject({ bounds: { width: 480, height: 700 } });
  const gone = again.waitForEvent('close');
  await screen.action('End chat').click();
  await screen.action('Close request').click();
  await gone;
});

test('what is half-written is the same in both windows, as it is written, until it is sent from either', async () => {
  const other = await askForHelp(relay, 'Paolo Conti', 'The printer prints stars.');
  try {
    const screen = consoleScreen(console.page);
    await screen.row('Paolo Conti').click();
    await screen.action('Assign to me').click();
    await screen.action('Join chat').click();
    await screen.composer.fill('Which printer');
    const opened = console.app.waitForEvent('window');
    await console.page.getByRole('button', { name: 'Chat in a window of its own' }).click();
    const page = await opened;
    const composer = page.getByRole('textbox', { name: 'Reply' });
    await expect(composer).toHaveValue('Which printer');

    await composer.press('End');
    await composer.pressSequentially(' is it?', { delay: 60 });
    await expect(screen.composer).toHaveValue('Which printer is it?');
    await screen.composer.press('End');
    await screen.composer.pressSequentially(' And since when?');
    await expect(composer).toHaveValue('Which printer is it? And since when?');
    await page.getByRole('radio', { name: 'Internal note' }).click();
    await expect(screen.details.getByRole('radio', { name: 'Internal note' })).toBeChecked();
    await page.getByRole('radio', { name: 'Reply' }).click();
    await expect(screen.details.getByRole('radio', { name: 'Reply' })).toBeChecked();

    await screen.composer.press('Enter');
    await expect(composer).toHaveValue('');
    await expect(page.getByRole('log')).toContainText('Which printer is it? And since when?');
    await page.close();
    await screen.action('End chat').click();
    await screen.action('Close request').click();
  } finally {
    other.leave();
  }
});
