import type { Page } from '@playwright/test';

/** Finds the parts of the console's way in by their names, in English. */
export function signInScreen(page: Page) {
  const relay = page.getByRole('textbox', { name: 'Relay address' });
  const email = page.getByRole('textbox', { name: 'E-mail' });
  const password = page.getByLabel('Password', { exact: true });
  const submit = page.getByRole('button', { name: 'Sign in', exact: true });
  return {
    heading: page.getByRole('heading', { name: 'Sign in to Sportello' }),
    relay,
    email,
    password,
    submit,
    /** Why one was signed out. */
    reason: page.getByRole('main').getByRole('status'),
    signIn: async (as: { relay: string; email: string; password: string }): Promise<void> => {
      await relay.fill(as.relay);
      await email.fill(as.email);
      await password.fill(as.password);
      await submit.click();
    },
  };
}
