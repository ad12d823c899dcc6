import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { openConsole } from './parts/console.ts';
import { openCustomer } from './parts/customer.ts';
import { inMain } from './parts/in-main.ts';
import { watchNotifications } from './parts/notifications.ts';
import { startRelay } from './parts/relay.ts';
import { consoleScreen, type ConsoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';

// The product's one story, played for real and told a line a step: a relay process, the console under Electron, a
// customer in Chromium, the desktop's own notification daemon. Pictures of both sides lie under out/demo afterwards.

const pictures = path.resolve(import.meta.dirname, '../out/demo');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

const ends: (() => Promise<unknown>)[] = [];
const started = performance.now();
let steps = 0;
let current = '';

/** Plays a step and says how long it took; whoever waits in it waits for a state. */
async function step<T>(name: string, play: () => Promise<T>): Promise<T> {
  current = name;
  const from = performance.now();
  const result = await play();
  steps += 1;
  process.stdout.write(`${String(Math.round(performance.now() - from)).padStart(6)} ms  ${name}\n`);
  return result;
}

let shots = 0;
async function picture(of: string, page: Page): Promise<void> {
  shots += 1;
  await page.screenshot({
    path: path.join(pictures, `${String(shots).padStart(2, '0')}-${of}.png`),
    animations: 'disabled',
  });
}

const seconds = (count: number): { timeout: number } => ({ timeout: count * 1_000 });

async function play(): Promise<void> {
  const notifications = await step('the desktop listens for notifications', watchNotifications);
  ends.push(notifications.end);
  const relay = await step('the relay starts on an empty data folder', startRelay);
  ends.push(relay.dispose);
  const console = await step('the console opens, signed in', () => openConsole({ relay }));
  ends.push(console.dispose);
  let technician: ConsoleScreen = consoleScreen(console.page);
  await step('the console is live', () => expect(technician.connection).toHaveText('Live', seconds(15)));
  await step('the technician turns to another window', () =>
    inMain(console.app, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur()),
  );

  const browser = await step("the customer's browser opens", openCustomer);
  ends.push(browser.dispose);
  const customer = portalScreen(browser.page);
  await step(`the customer opens /p/${relay.sample.slug}`, () => customer.open(relay.url, relay.sample.slug));
  await picture('customer-form', browser.page);
  await step('the customer sends name, e-mail and problem, and has an answer', () =>
    customer.submit({
      name: 'Carla Verdi',
      email: 'carla.verdi@acme.example',
      problem: 'Invoices open blank since this morning.',
    }),
  );
  await step('the row is in Support requests', () => expect(technician.row('Carla Verdi')).toBeVisible(seconds(5)));
  await step('the desktop shows a notification', () => notifications.shown(/Carla Verdi/));
  await step('the relay is killed, starts again, and still has the request', async () => {
    await relay.kill();
    await expect(technician.connection).toContainText('Offline since', seconds(10));
    await relay.start();
    await expect(technician.connection).toHaveText('Live', seconds(40));
  });
  await picture('customer-queue', browser.page);

  await step('Assign to me: it moves to My support requests', async () => {
    await technician.row('Carla Verdi').click();
    await picture('console-new', console.page);
    await technician.action('Assign to me').click();
    await expect(technician.myRow('Carla Verdi')).toBeVisible(seconds(5));
  });
  await step('Join chat: the customer is told', async () => {
    await technician.action('Join chat').click();
    await expect(customer.messages).toContainText('Anna Bianchi', seconds(20));
  });
  await step('the technician writes, the customer reads', async () => {
    await technician.composer.fill('Good morning Carla, I am looking into it. Which browser do you use?');
    await technician.composer.press('Enter');
    await expect(customer.message('Good morning Carla')).toBeVisible(seconds(5));
  });
  await step('the customer writes, the technician reads', async () => {
    await customer.send('Chrome. On my phone they open fine!');
    await expect(technician.line('On my phone they open fine!')).toBeVisible(seconds(5));
  });
  await step('the technician sees that the customer has read', () =>
    expect(technician.line('Good morning Carla').getByRole('img', { name: 'Read' })).toBeVisible(seconds(5)),
  );
  await picture('console-chat', console.page);
  await picture('customer-chat', browser.page);

  await step('End chat: the customer is told', async () => {
    await technician.action('End chat').click();
    await expect(customer.message('Anna Bianchi has left the chat')).toBeVisible(seconds(5));
    await expect(customer.status).toContainText('The chat has ended', seconds(5));
  });
  await step('Close request: it leaves My support requests', async () => {
    await technician.action('Close request').click();
    await expect(technician.myRow('Carla Verdi')).toHaveCount(0, seconds(5));
  });
  await step('it is found under Completed', async () => {
    await technician.filter('Completed').click();
    await expect(technician.row('Carla Verdi')).toBeVisible(seconds(5));
  });
  await picture('console-completed', console.page);
  await picture('customer-closed', browser.page);

  await step('the relay stops', relay.stop);
  await step('the console quits and starts again without a relay', async () => {
    await console.quit();
    await console.restart();
    technician = consoleScreen(console.page);
  });
  await step('it shows the request and its chat from its cache', async () => {
    await technician.row('Carla Verdi').click(seconds(15));
    await expect(technician.line('On my phone they open fine!')).toBeVisible(seconds(5));
    await expect(technician.connection).toContainText('Offline since', seconds(15));
  });
  await picture('console-offline', console.page);
}

try {
  await play();
} catch (error) {
  process.stdout.write(`  failed  ${current}\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
for (const end of ends.reverse()) await end();
if (process.exitCode !== 1) {
  process.stdout.write(`demo: ${steps} steps passed in ${Math.round(performance.now() - started)} ms\n`);
}
