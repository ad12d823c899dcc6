import { expect } from '@playwright/test';
import { consoleScreen, type ConsoleScreen } from '../screens/console.ts';
import { portalScreen } from '../screens/portal.ts';
import type { Console } from './console.ts';
import type { Customer } from './customer.ts';
import type { Relay } from './relay.ts';

/** The technician takes the request of a customer who waits, and joins its chat. */
export async function takeAndJoin(console: Console, who: string): Promise<ConsoleScreen> {
  const screen = consoleScreen(console.page);
  await screen.row(who).click();
  await screen.action('Assign to me').click();
  await screen.action('Join chat').click();
  await expect(screen.composer).toBeEnabled();
  return screen;
}

/** A customer has asked for help, and the technician has taken the request and joined its chat. */
export async function joinChat(relay: Relay, console: Console, customer: Customer): Promise<ConsoleScreen> {
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'The invoice opens blank.' });
  return takeAndJoin(console, 'Carla Verdi');
}
