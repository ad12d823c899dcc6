import { expect, test } from '@playwright/test';
import { findings } from './parts/axe.ts';
import { openConsole, type Console } from './parts/console.ts';
import type { Customer } from './parts/customer.ts';
import { openDisplay, type Display } from './parts/display.ts';
import { joinChat } from './parts/joined-chat.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { openSharingCustomer } from './parts/sharing-customer.ts';
import { consoleScreen, type ConsoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';
import { isShareWindowClosed, shareScreen, shareWindow } from './screens/screen-share.ts';

// From chat to screen sharing: the customer's real browser shows a screen of its own, the technician's real window has it.

const rose = [200, 30, 120] as const;
const teal = [20, 140, 140] as const;

let relay: Relay;
let console: Console;
let display: Display;
let customer: Customer;

test.beforeEach(async () => {
  [relay, display] = await Promise.all([startRelay(), openDisplay()]);
  await display.paint('#c81e78');
  [console, customer] = await Promise.all([openConsole({ relay }), openSharingCustomer(display)]);
});
test.afterEach(async () => {
  await customer.dispose();
  await console.dispose();
  await relay.dispose();
  await display.end();
});

const chatting = (): Promise<ConsoleScreen> => joinChat(relay, console, customer);
const onPage = (name: string) => customer.page.getByRole('button', { name, exact: true });

/** Asked and agreed: the technician sees the customer's screen. */
async function sharing(): Promise<ReturnType<typeof shareScreen>> {
  const screen = await chatting();
  await screen.action('Request screen sharing').click();
  const view = shareScreen(await shareWindow(console));
  await onPage('Share screen').click();
  await view.expectColour(0.9, 0.5, rose);
  await expect(view.toolbar).toContainText('You see Carla Verdi’s screen');
  return view;
}

test('a customer shares the screen: asked, seen, pointed at, paused, snapped, stopped', async () => {
  const screen = await chatting();
  await screen.action('Request screen sharing').click();
  const window = await shareWindow(console);
  const view = shareScreen(window);
  await expect(view.status.first()).toContainText('Waiting for Carla Verdi');
  await expect(screen.details.getByText('Carla Verdi has seen the request')).toBeVisible();
  await expect(customer.page.getByText('Anna Bianchi asks to see your screen').first()).toBeVisible();
  expect(await findings(window), 'axe, while waiting').toEqual([]);

  await onPage('Share screen').click();
  await view.expectColour(0.9, 0.5, rose);
  await expect(customer.page.getByText('Anna Bianchi sees it')).toBeVisible();
  expect(await findings(window), 'axe, with the picture').toEqual([]);
  await display.paint('#148c8c');
  await view.expectColour(0.9, 0.5, teal);

  await view.video.hover({ position: { x: 300, y: 200 } });
  await expect(customer.page.getByText('Anna Bianchi is pointing here')).toBeVisible();

  await onPage('Pause').click();
  await expect(view.status.filter({ hasText: 'Carla Verdi has paused' })).toBeVisible();
  await onPage('Resume').click();
  await view.expectColour(0.9, 0.5, teal);

  await view.button('Snapshot into the chat').click();
  await expect(view.status.filter({ hasText: 'The snapshot is in the chat' })).toBeVisible();
  await expect(screen.chat.getByRole('img').or(screen.chat.getByText('.png')).first()).toBeVisible();

  await onPage('Stop sharing').click();
  await expect.poll(() => isShareWindowClosed(console)).toBe(true);
  await expect(screen.line('The customer stopped sharing the screen')).toBeVisible();
  await screen.action('End chat').click();
  await screen.action('Close request').click();
  await expect(screen.myRow('Carla Verdi')).toHaveCount(0);
});

test('it can be declined, asked again, and taken back', async () => {
  const screen = await chatting();
  await screen.action('Request screen sharing').click();
  await shareWindow(console);
  await onPage('No, thanks').click();
  await expect(screen.line('The customer declined screen sharing')).toBeVisible();
  await screen.details.getByRole('button', { name: 'Ask again' }).click();
  await expect(onPage('Share screen')).toBeVisible();
  await screen.details.getByRole('button', { name: 'Cancel request' }).click();
  await expect(onPage('Share screen')).toHaveCount(0);
  await expect.poll(() => isShareWindowClosed(console)).toBe(true);
  await expect(portalScreen(customer.page).message('no longer needs to see your screen')).toBeVisible();
});

test('the picture goes on while the relay is away, and comes back after a reload and a restart', async () => {
  const view = await sharing();
  await relay.kill();
  await expect(consoleScreen(console.page).connection).toContainText('Offline since');
  await display.paint('#148c8c');
  await view.expectColour(0.9, 0.5, teal);
  await relay.start();
  await expect(consoleScreen(console.page).connection).toHaveText('Live');

  await customer.page.reload();
  await expect(view.status.filter({ hasText: 'was reloaded or closed' })).toBeVisible();
  await onPage('Share again').click();
  await display.paint('#c81e78');
  await view.expectColour(0.9, 0.5, rose);

  await console.kill();
  await console.restart();
  const again = shareScreen(await shareWindow(console));
  await again.expectColour(0.9, 0.5, rose);
  await again.button('End').click();
  await expect.poll(() => isShareWindowClosed(console)).toBe(true);
  await expect(portalScreen(customer.page).message('Screen sharing has ended')).toBeVisible();
});
