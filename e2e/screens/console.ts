import type { Locator, Page } from '@playwright/test';

/** The console's window as a technician knows it: by the names of its parts, in English. */
export type ConsoleScreen = ReturnType<typeof consoleScreen>;

/** Finds the parts of the console's window. Nothing here waits; Playwright's assertions and actions do. */
export function consoleScreen(page: Page) {
  const requests = page.getByRole('region', { name: 'Support requests', exact: true });
  const mine = page.getByRole('region', { name: 'My support requests', exact: true });
  const details = page.getByRole('region', { name: 'Details', exact: true });
  const rowIn = (pane: Locator, customer: string): Locator => pane.getByRole('row').filter({ hasText: customer });
  return {
    requests,
    mine,
    details,
    /** The row of a customer in Support requests, and in My support requests. */
    row: (customer: string): Locator => rowIn(requests, customer),
    myRow: (customer: string): Locator => rowIn(mine, customer),
    filter: (name: 'All' | 'New' | 'Active' | 'Completed'): Locator =>
      requests.getByRole('radio', { name: new RegExp(`^${name}`) }),
    search: requests.getByRole('searchbox'),
    /** A button among the actions of the chosen request. */
    action: (name: string): Locator => details.getByRole('toolbar').getByRole('button', { name, exact: true }),
    chat: details.getByRole('log'),
    composer: details.getByRole('textbox'),
    /** A line of the chat by its text. */
    line: (text: string): Locator => details.getByRole('log').getByRole('listitem').filter({ hasText: text }),
    /** What the strip says of the connection. */
    connection: page.getByRole('banner').getByRole('status'),
  };
}
