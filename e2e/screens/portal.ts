import type { Locator, Page } from '@playwright/test';

/** What the form asks for; `fields` are the company's own, by their labels. */
export type Asked = {
  name: string;
  email: string;
  problem: string;
  fields?: Readonly<Record<string, string>>;
};

/**
 * The customer's page as a person knows it: by the names of its parts, in English. Nothing here waits; Playwright's
 * assertions and actions do.
 */
export function portalScreen(page: Page) {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  const messages = page.getByRole('log', { name: 'Conversation' });
  const field = (label: string): Locator => page.getByLabel(label, { exact: true });
  const fill = async ({ name, email, problem, fields = {} }: Asked): Promise<void> => {
    await field('Your name').fill(name);
    await field('E-mail').fill(email);
    await field('What is wrong?').fill(problem);
    for (const [label, value] of Object.entries(fields)) {
      const control = page.getByLabel(label);
      const isChoice = (await control.evaluate((element) => element.tagName)) === 'SELECT';
      await (isChoice ? control.selectOption(value) : control.fill(value));
    }
  };
  return {
    open: (relay: string, slug: string) => page.goto(`${relay}/p/${slug}`),
    heading: page.getByRole('heading', { level: 1 }),
    field,
    fill,
    sendRequest: page.getByRole('button', { name: 'Send request' }),
    /** Fills in the form and sends it. */
    submit: async (asked: Asked): Promise<void> => {
      await fill(asked);
      await page.getByRole('button', { name: 'Send request' }).click();
    },
    /** How the request stands: place in the queue, who is there, connection. */
    status: page.getByRole('status'),
    messages,
    /** A line of the chat by its text. */
    message: (text: string | RegExp): Locator => messages.getByRole('listitem').filter({ hasText: text }),
    /** How far the own message has got: "Sent", "Delivered", "Read" or "Not sent yet". */
    mark: (text: string | RegExp): Locator => messages.getByRole('listitem').filter({ hasText: text }).getByRole('img'),
    /** That the technician is writing; hidden while he is not. */
    typing: messages.getByText('is typing…'),
    composer,
    /** Writes a text, line breaks and all, and sends it. */
    send: async (text: string): Promise<void> => {
      await composer.fill(text);
      await composer.press('Enter');
    },
    jump: page.getByRole('button', { name: /new message|Latest messages/ }),
    newRequest: page.getByRole('link', { name: 'New request' }),
    rating: page.getByRole('region', { name: /How was the help|Thank you for your rating/ }),
    /** Rates the help that was given. */
    rate: async (stars: 1 | 2 | 3 | 4 | 5, comment = ''): Promise<void> => {
      await page.getByRole('radio', { name: new RegExp(`^${stars} star`) }).check();
      await field('Anything to add? (optional)').fill(comment);
      await page.getByRole('button', { name: 'Send rating' }).click();
    },
  };
}
