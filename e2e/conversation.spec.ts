import { expect, test } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { v7 as newId } from 'uuid';
import { takeAndJoin } from './parts/joined-chat.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician } from './parts/technician.ts';
import { askForHelp as askOnTheWire } from './parts/waiting-customer.ts';
import { consoleScreen, type ConsoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';

// The first conversation, and what may go wrong in it: a real relay, the real console, a customer in a real browser.

let relay: Relay;
let console: Console;
let customer: Customer;

test.beforeEach(async () => {
  relay = await startRelay();
  console = await openConsole({ relay });
  customer = await openCustomer();
});
test.afterEach(async () => {
  await customer.dispose();
  await console.dispose();
  await relay.dispose();
});

const problem = 'The invoice opens blank.\nIt worked yesterday.';

async function askForHelp(): Promise<ReturnType<typeof portalScreen>> {
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem });
  return portal;
}

const take = (): Promise<ConsoleScreen> => takeAndJoin(console, 'Carla Verdi');

async function say(text: string): Promise<void> {
  const { composer } = consoleScreen(console.page);
  await composer.fill(text);
  await composer.press('Enter');
}

test('a request is taken, talked through, closed, and found again with the relay gone', async () => {
  const portal = await askForHelp();
  const screen = await take();
  await expect(screen.myRow('Carla Verdi')).toBeVisible();
  await expect(portal.messages).toContainText('Anna Bianchi');

  await say('Good morning, which program do you open it with?');
  await expect(portal.message('Good morning, which program')).toBeVisible();
  await portal.send('With the browser.\nShould I try another one?');
  await expect(screen.line('Should I try another one?')).toBeVisible();
  await expect(screen.line('Good morning').getByRole('img', { name: 'Read' })).toBeVisible();

  await screen.action('End chat').click();
  await screen.action('Close request').click();
  await expect(screen.myRow('Carla Verdi')).toHaveCount(0);
  await screen.filter('Completed').click();
  await expect(screen.row('Carla Verdi')).toBeVisible();

  await console.quit();
  await relay.stop();
  await console.restart();
  const again = consoleScreen(console.page);
  await expect(again.connection).toContainText('Offline since');
  await again.row('Carla Verdi').click();
  await expect(again.line('Should I try another one?')).toBeVisible();
});

test('what both write while the relay is dead arrives once and in order', async () => {
  const portal = await askForHelp();
  const screen = await take();
  await say('First, are you there?');
  await expect(portal.message('First, are you there?')).toBeVisible();

  await relay.kill();
  await expect(screen.connection).toContainText('Offline since');
  const numbers = Array.from({ length: 20 }, (_, at) => String(at + 1).padStart(2, '0'));
  for (const number of numbers) await say(`from the technician ${number}`);
  await portal.send('from the customer, in the dark');
  await expect(screen.line('from the technician 20').getByRole('img', { name: 'Waiting' })).toBeVisible();

  // The console dies, too, with all that in its outbox.
  await console.kill();
  await console.restart();
  await relay.start();
  const again = consoleScreen(console.page);
  await expect(again.connection).toHaveText('Live');
  await again.myRow('Carla Verdi').click();
  await expect(again.line('from the customer, in the dark')).toHaveCount(1);
  await expect(again.line('from the technician 20').getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible();
  await expect(portal.message('from the technician 20')).toBeVisible();

  const wanted = numbers.map((number) => `from the technician ${number}`);
  const textsOf = async (texts: Promise<string[]>): Promise<string[]> =>
    (await texts).flatMap((text) => /from the technician \d\d/.exec(text)?.[0] ?? []);
  expect(await textsOf(again.line('from the technician').allInnerTexts())).toEqual(wanted);
  expect(await textsOf(portal.message('from the technician').allInnerTexts())).toEqual(wanted);
});

test('a half-written message stays with its request and survives a restart', async () => {
  await askForHelp();
  const screen = await take();
  await screen.composer.fill('Half a sentence');
  await expect(screen.myRow('Carla Verdi')).toContainText('Draft');
  await console.kill();
  await console.restart();
  const again = consoleScreen(console.page);
  await again.myRow('Carla Verdi').click();
  await expect(again.composer).toHaveValue('Half a sentence');
});

test('a reply that the customer overtook is asked about before it is sent', async () => {
  const portal = await askForHelp();
  const screen = await take();
  await screen.composer.fill('Please restart it.');
  await portal.send('I have restarted it already.');
  await expect(screen.details.getByRole('status').filter({ hasText: 'while you were writing' })).toBeVisible();
  await screen.composer.press('Enter');
  await expect(screen.details.getByRole('alert')).toContainText('Press Enter again');
  await expect(screen.line('Please restart it.')).toHaveCount(0);
  await screen.composer.press('Enter');
  await expect(portal.message('Please restart it.')).toBeVisible();
});

test('an internal note never reaches the customer', async () => {
  const portal = await askForHelp();
  const screen = await take();
  await screen.details.getByRole('radio', { name: 'Internal note' }).click();
  await say('He has asked this three times before.');
  await expect(screen.line('He has asked this')).toContainText('internal note');
  await screen.details.getByRole('radio', { name: 'Reply' }).click();
  await say('Let me have a look.');
  await expect(portal.message('Let me have a look.')).toBeVisible();
  await expect(portal.message('He has asked this')).toHaveCount(0);
});

test('a saved reply is put in by a slash, with its placeholders filled', async () => {
  const anna = await signInTechnician(relay, relay.sample);
  const text = 'Good morning {customer.name}, this is {technician.name} about request {request.id}.';
  await anna.ask('saved-reply.save', { id: newId() as never, title: 'Greeting', text });
  await anna.ask('saved-reply.save', { id: newId() as never, title: 'Goodbye', text: 'Bye' });
  anna.leave();
  const portal = await askForHelp();
  const { composer, details } = await take();
  // No hint is open under the mouse, which Escape would close first.
  await composer.click();
  await composer.pressSequentially('/gree');
  await expect(details.getByRole('option')).toHaveText(/^Greeting/);
  await composer.press('Enter');
  await expect(composer).toHaveValue(/^Good morning Carla Verdi, this is Anna Bianchi about request \d+\.$/);
  await composer.press('Enter');
  await expect(portal.message('Good morning Carla Verdi, this is Anna Bianchi')).toBeVisible();
  await composer.pressSequentially('see /good');
  await composer.press('Escape');
  await composer.press('Enter');
  await expect(portal.message('see /good')).toBeVisible();
});

test('a long log opens where the new lines begin, and the older ones come when somebody scrolls up', async () => {
  const paolo = await askOnTheWire(relay, 'Paolo Conti', 'The printer prints stars.');
  try {
    await askForHelp();
    const screen = consoleScreen(console.page);
    await screen.row('Paolo Conti').click();
    await screen.action('Assign to me').click();
    await screen.action('Join chat').click();
    for (let line = 1; line <= 40; line += 1) await paolo.say(`before ${line},`);
    await expect(screen.line('before 40,')).toBeInViewport();
    await screen.row('Carla Verdi').click();
    await expect(screen.line('It worked yesterday.')).toBeVisible();
    for (let line = 1; line <= 15; line += 1) await paolo.say(`since ${line},`);
    await expect(screen.myRow('Paolo Conti')).toContainText('since 15,');

    await screen.myRow('Paolo Conti').click();
    await expect(screen.line('since 1,')).toBeInViewport();
    await expect(screen.line('since 15,')).not.toBeInViewport();
    await expect(screen.chat.getByText('New', { exact: true })).toBeInViewport();
    await expect(screen.line('before 1,')).toHaveCount(0);
    await expect(async () => {
      await screen.chat.evaluate((log) => log.scrollTo(0, 0));
      await expect(screen.line('The printer prints stars.')).toBeInViewport({ timeout: 500 });
    }).toPass();
    await expect(screen.line('before 1,')).toHaveCount(1);
    await screen.details.getByRole('button', { name: 'Latest messages' }).click();
    await expect(screen.line('since 15,')).toBeInViewport();
  } finally {
    paolo.leave();
  }
});
