import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { desk } from './parts/desk.ts';
import { inMain } from './parts/in-main.ts';
import { bubbles, watchNotifications } from './parts/notifications.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { openTray, type Tray, type TrayItem } from './parts/tray.ts';
import { askForHelp } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';

// The console outside of its window: its item in the tray as a panel reads and uses it, closing, quitting, starting.

let relay: Relay;
let tray: Tray;
let console: Console;
let item: TrayItem;

test.beforeAll(async () => {
  tray = await openTray();
  relay = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '100000', SPORTELLO_AWAY_AFTER_MS: '1000' });
  console = await openConsole({ relay });
  item = await tray.item();
  await expect(consoleScreen(console.page).connection).toHaveText('Live');
});
test.afterAll(async () => {
  await console.dispose();
  await relay.dispose();
  tray.end();
});

const tooltip = (text: string) => expect.poll(item.tooltip).toBe(text);
const status = (name: 'Available' | 'Unavailable', { page }: Console = console) =>
  page.getByRole('banner').getByRole('button', { name: `Status: ${name}` });
const write = (settings: object) =>
  console.page.evaluate((to) => window.sportello.call('settings.write', to), settings);

test('closing the window keeps the console in the tray, and a click on its picture brings it back', async () => {
  await desk.leave(console);
  await item.click();
  await desk.expectForward();
  await desk.leave(console);
  await (await item.entry('Open Sportello')).press();
  await desk.expectForward();
});

test('status is read and changed from the tray, by picture, tooltip and menu', async () => {
  await tooltip('Sportello: Available, nobody waits');
  const available = await item.picture();
  await (await item.entry('Unavailable')).press();
  await expect(status('Unavailable')).toBeVisible();
  await tooltip('Sportello: Unavailable, nobody waits');
  const unavailable = await item.picture();
  await expect.poll(async () => (await item.entry('Unavailable')).checked).toBe(true);

  await relay.stop();
  await tooltip('Sportello: Offline, nobody waits');
  const offline = await item.picture();
  await expect.poll(async () => (await item.entry('Available')).enabled).toBe(false);
  await relay.start();
  await expect(consoleScreen(console.page).connection).toHaveText('Live', { timeout: 15_000 });
  await expect.poll(async () => (await item.entry('Available')).enabled).toBe(true);
  await (await item.entry('Available')).press();
  await expect(status('Available')).toBeVisible();
  await tooltip('Sportello: Available, nobody waits');
  expect(new Set([available, unavailable, offline]).size).toBe(3);
  expect(await item.picture()).toBe(available);
});

test('do-not-disturb is set and taken back from the tray', async () => {
  await (await item.entry('Do not disturb', 'For one hour')).press();
  await (await item.entry(/^Do not disturb until/, 'Turn off')).press();
  await item.entry('Do not disturb', 'For one hour');
});

test('a request is taken from the tray with the window closed; what is unread is counted everywhere', async () => {
  await desk.leave(console);
  const carla = await askForHelp(relay, 'Carla Verdi', 'The invoice opens blank.');
  const dora = await askForHelp(relay, 'Dora Galli', 'No sound.');
  await item.entry('2 requests are waiting');
  await tooltip('Sportello: Available, 2 requests wait');
  const quiet = await item.picture();
  await (await item.entry(/^Carla Verdi, Acme Srl · since /, 'Assign to me')).press();
  await desk.expectForward();
  await expect(consoleScreen(console.page).myRow('Carla Verdi')).toBeVisible();
  await item.entry('1 request is waiting');
  await (await item.entry(/^Dora Galli/, 'Show')).press();
  await expect(consoleScreen(console.page).details.getByRole('heading', { level: 2 })).toHaveText('No sound.');

  await carla.say('hello?');
  await carla.say('anybody?');
  await tooltip('Sportello: 2 unread, 1 request waits');
  expect(await item.picture()).not.toBe(quiet);
  await expect.poll(desk.focused).toBe('(2) Sportello');
  await consoleScreen(console.page).myRow('Carla Verdi').click();
  await tooltip('Sportello: Available, 1 request waits');
  await expect.poll(desk.focused).toBe('Sportello');
  carla.leave();
  dora.leave();
});

test('a second start brings the console forward and ends', async () => {
  await desk.leave(console);
  const { executable, args, env } = console.command;
  const second = spawn(executable, [...args], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  await desk.expectForward();
});

const untouchedFor = (seconds: number, { app }: Console = console) =>
  inMain(
    app,
    ({ powerMonitor }, idle) => {
      powerMonitor.getSystemIdleTime = () => idle;
    },
    seconds,
  );
const tell = (event: 'lock-screen' | 'unlock-screen', { app }: Console = console) =>
  inMain(app, ({ powerMonitor }, name) => void powerMonitor.emit(name), event);

test('whoever left all of two consoles is unavailable on both, and available on both by coming back to one', async () => {
  const other = await openConsole({ relay });
  await expect(consoleScreen(other.page).connection).toHaveText('Live');
  const both = async (name: 'Available' | 'Unavailable'): Promise<void> => {
    for (const one of [console, other]) await expect(status(name, one)).toBeVisible();
  };
  for (const one of [console, other]) {
    await both('Available');
    await untouchedFor(3_600, one);
    await tell('lock-screen', one);
  }
  await both('Unavailable');
  const log = await watchNotifications();
  await untouchedFor(0);
  await tell('unlock-screen');
  await both('Available');
  await log.shown(/^Welcome back$/);
  await bubbles.clear();
  await log.end();
  await other.dispose();
});

test('whoever locks the screen for long is unavailable, and available again on return; who is still there is asked', async () => {
  const log = await watchNotifications();
  await untouchedFor(3_600);
  await tell('lock-screen');
  await expect(status('Unavailable')).toBeVisible();
  await untouchedFor(0);
  await tell('unlock-screen');
  await expect(status('Available')).toBeVisible();
  await log.shown(/^Welcome back$/);

  await untouchedFor(3_600);
  await tell('unlock-screen');
  expect(await log.shown(/^Are you there\?$/)).toMatchObject({ actions: ['default', 'Open', 'stay', "I'm here"] });
  await expect.poll(bubbles.displayed).toBeGreaterThan(0);
  await bubbles.choose("I'm here");
  await untouchedFor(0);
  await expect(status('Available')).toBeVisible();
  await bubbles.clear();
  await log.end();
});

test('starting at sign-in is a file of the desktop, by which the console starts in the tray', async () => {
  const file = path.join(process.env['XDG_CONFIG_HOME'] ?? '', 'autostart/sportello.desktop');
  await write({ startAtSignIn: true });
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.* --hidden$/m);
  await write({ startAtSignIn: false });
  await expect.poll(() => existsSync(file)).toBe(false);

  tray.forget();
  const hidden = await openConsole({ relay, args: ['--hidden'] });
  const other = await tray.item();
  await expect.poll(other.tooltip).toContain('Sportello: ');
  expect(await desk.isWindowVisible(hidden)).toBe(false);
  await other.click();
  await expect.poll(() => desk.isWindowVisible(hidden)).toBe(true);
  await hidden.dispose();
});

test('who quits with requests in hand is asked what becomes of them', async () => {
  const answer = (button: number) =>
    inMain(
      console.app,
      ({ dialog }, response) => {
        const asked = { dialog: null as unknown };
        Object.assign(globalThis, { asked });
        dialog.showMessageBox = ((...given: unknown[]) => {
          asked.dialog = given.at(-1);
          return Promise.resolve({ response, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
      },
      button,
    );
  const asked = () => inMain(console.app, () => (globalThis as unknown as { asked: { dialog: unknown } }).asked.dialog);

  const { id, leave } = await askForHelp(relay, 'Elio Serra', 'The screen stays black.');
  await console.page.evaluate((of) => window.sportello.call('request.assign', { id: of }), id);
  await expect(consoleScreen(console.page).myRow('Elio Serra')).toBeVisible();
  await answer(2);
  await (await item.entry('Quit Sportello')).press();
  await expect.poll(asked).toMatchObject({
    message: expect.stringMatching(/^You have .* in hand$/),
    buttons: ['Quit and keep them', 'Give back and quit', "Don't quit"],
  });
  await expect(consoleScreen(console.page).myRow('Elio Serra')).toBeVisible();

  await answer(1);
  const gone = new Promise((resolve) => console.app.process().once('exit', resolve));
  await (await item.entry('Quit Sportello')).press();
  await gone;
  await console.restart();
  await expect(consoleScreen(console.page).row('Elio Serra')).toContainText('New');
  await expect(consoleScreen(console.page).myRow('Elio Serra')).toHaveCount(0);
  leave();
});
