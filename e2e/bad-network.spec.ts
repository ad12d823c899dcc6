import { expect, test } from '@playwright/test';
import { layNetwork, type Network } from '../main/relay/testing/network.ts';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { joinChat } from './parts/joined-chat.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { portalScreen } from './screens/portal.ts';

// A conversation over networks that are far away, lose one piece in twenty, and are cut: one for each side.

const faults = { latencyMs: 200, loss: 0.05 };
const numbers = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'));

let relay: Relay;
let networks: { console: Network; customer: Network };
let console: Console;
let customer: Customer;

test.beforeEach(async () => {
  relay = await startRelay();
  const port = Number(new URL(relay.url).port);
  networks = { console: await layNetwork(port, faults), customer: await layNetwork(port, faults) };
  console = await openConsole({ relay: { ...relay, url: networks.console.url } });
  customer = await openCustomer();
});
test.afterEach(async () => {
  await customer.dispose();
  await console.dispose();
  for (const network of Object.values(networks)) await network.dispose();
  await relay.dispose();
});

/** Of the lines' texts those that were sent here, in the order in which they stand. */
const sentIn = (texts: readonly string[], who: string): string[] =>
  texts.flatMap((text) => new RegExp(`${who} \\d\\d`).exec(text)?.[0] ?? []);

test('messages both ways arrive once each and in order', async () => {
  const screen = await joinChat({ ...relay, url: networks.customer.url }, console, customer);
  const portal = portalScreen(customer.page);
  const [cutAt] = numbers.slice(-5);
  const write = async (who: string, say: (text: string) => Promise<void>, network: Network): Promise<void> => {
    for (const number of numbers) {
      await say(`${who} ${number}`);
      if (number === cutAt) network.cut();
    }
  };
  const sayAtDesk = async (text: string): Promise<void> => {
    await screen.composer.fill(text);
    // The first Enter asks if the customer wrote meanwhile.
    await expect(async () => {
      if ((await screen.composer.inputValue()) !== '') await screen.composer.press('Enter');
      await expect(screen.composer).toHaveValue('', { timeout: 100 });
    }).toPass();
  };
  await Promise.all([
    write('technician', sayAtDesk, networks.console),
    write('customer', portal.send, networks.customer),
  ]);

  const wanted = (who: string): string[] => numbers.map((number) => `${who} ${number}`);
  for (const who of ['technician', 'customer']) {
    const onPage = async () => sentIn(await portal.messages.getByRole('listitem').allInnerTexts(), who);
    const atDesk = async () => sentIn(await screen.chat.getByRole('listitem').allInnerTexts(), who);
    await expect.poll(onPage, { message: `${who}’s on the page`, timeout: 60_000 }).toEqual(wanted(who));
    await expect.poll(atDesk, { message: `${who}’s at the desk`, timeout: 60_000 }).toEqual(wanted(who));
  }
  // Nothing is on its way any more that could still come twice.
  await expect(screen.line('technician 12').getByRole('img', { name: /Delivered|Read/ })).toBeVisible();
  await expect(portal.mark('customer 12')).toHaveAccessibleName(/Sent|Delivered|Read/);
  expect(sentIn(await portal.messages.getByRole('listitem').allInnerTexts(), 'technician')).toEqual(
    wanted('technician'),
  );
  expect(sentIn(await screen.chat.getByRole('listitem').allInnerTexts(), 'customer')).toEqual(wanted('customer'));
});
