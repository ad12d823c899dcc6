import { expect, test } from '@playwright/test';
import { findings } from './parts/axe.ts';
import { playBusyMorning, type Morning } from './parts/busy-morning.ts';
import { openConsole } from './parts/console.ts';
import { consoleScreen } from './screens/console.ts';
import { sheetsScreen } from './screens/sheets.ts';
import { signInScreen } from './screens/sign-in.ts';

// What a machine can find of what keeps people out, in every view of the panes and in both themes.

let morning: Morning;
test.beforeAll(async () => {
  morning = await playBusyMorning();
});
test.afterAll(() => morning.relay.dispose());

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the panes, ${theme}`, async () => {
    const console = await openConsole({ relay: morning.forConsole, theme });
    try {
      const screen = consoleScreen(console.page);
      await expect(screen.connection).toHaveText('Live');
      expect(await findings(console.page), 'nothing chosen').toEqual([]);

      await console.page.locator(`#mine-${morning.carlaId}`).click();
      await expect(screen.chat).toContainText('They open again!');
      expect(await findings(console.page), 'a chat with a note').toEqual([]);

      await screen.row('Giulia Conti').click();
      await expect(screen.action('Assign to me')).toBeVisible();
      expect(await findings(console.page), 'a new request').toEqual([]);

      await screen.search.fill('viewer');
      await expect(screen.requests.locator('mark').first()).toBeVisible();
      expect(await findings(console.page), 'found in a chat').toEqual([]);
      await screen.search.fill('nothing has this word');
      await expect(screen.requests).toContainText('Nothing found');
      expect(await findings(console.page), 'nothing found').toEqual([]);
      await screen.search.fill('');

      await console.page.evaluate(() => window.sportello.call('availability.set', { available: false }));
      await expect(screen.requests.getByRole('button', { name: 'Become available' })).toBeVisible();
      expect(await findings(console.page), 'not available').toEqual([]);
      await console.page.evaluate(() => window.sportello.call('availability.set', { available: true }));
    } finally {
      await console.dispose();
    }
  });

  test(`axe finds nothing in the windows over the panes, ${theme}`, async () => {
    const console = await openConsole({ relay: morning.forConsole, theme });
    const { page } = console;
    const [screen, sheets] = [consoleScreen(page), sheetsScreen(page)];
    const look = async (view: string): Promise<void> => expect(await findings(console.page), view).toEqual([]);
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await expect(sheets.any).toHaveCount(0);
    };
    try {
      await expect(screen.connection).toHaveText('Live');
      await page.locator(`#mine-${morning.carlaId}`).click();
      await expect(screen.chat).toContainText('They open again!');

      await sheets.openPalette();
      await look('the palette');
      await sheets.find.fill('viewer');
      await expect(sheets.palette.locator('mark')).toHaveText('viewer');
      await look('a request in the palette');
      await sheets.find.fill('clo');
      await expect(sheets.choice('Close request')).toBeVisible();
      await look('a command in the palette');
      await sheets.find.fill('nothing is called so');
      await expect(sheets.palette).toContainText('Nothing found');
      await look('nothing in the palette');
      await close();

      for (const part of ['General', 'Notifications', 'Account'] as const) {
        await sheets.openSettings(part);
        if (part === 'Account') await expect(sheets.settings).toContainText('This console');
        await look(`settings, ${part}`);
        await close();
      }
      await sheets.run('Keyboard shortcuts');
      await look('shortcuts');
      await close();

      // What finds no room in the bar stands in its menu.
      await screen.action('More actions').click();
      await expect(page.getByRole('menuitem', { name: 'Transfer…' })).toBeVisible();
      await look('more actions');
      await page.getByRole('menuitem', { name: 'Transfer…' }).click();
      await expect(sheets.transfer.getByRole('option', { name: 'Paolo Ricci' })).toBeVisible();
      await sheets.transfer.getByRole('option', { name: /queue of/ }).click();
      await look('transfer');
      await close();

      await sheets.run('Notice to all who wait');
      await sheets.notice.getByRole('button', { name: 'Publish' }).click();
      await expect(sheets.notice.getByRole('textbox', { name: 'Notice' })).toHaveAttribute('aria-invalid');
      await look('a notice with nothing in it');
      await sheets.notice.getByRole('textbox', { name: 'Notice' }).fill('The viewer is slow today.');
      await sheets.notice.getByRole('button', { name: 'Publish' }).click();
      await expect(sheets.notice.getByRole('listitem')).toHaveCount(1);
      await look('a notice that is shown');
      await sheets.notice.getByRole('button', { name: /^Take down/ }).click();
      await expect(sheets.notice.getByRole('listitem')).toHaveCount(0);
      await close();
    } finally {
      await console.dispose();
    }
  });

  test(`axe finds nothing in the way in, ${theme}`, async () => {
    const relay = morning.forConsole;
    const console = await openConsole({ relay, theme, signedOut: true });
    try {
      const form = signInScreen(console.page);
      await expect(form.heading).toBeVisible();
      expect(await findings(console.page), 'the form').toEqual([]);
      await form.signIn({ relay: relay.url, email: relay.sample.email, password: 'not this one' });
      await expect(form.password).toHaveAttribute('aria-invalid');
      expect(await findings(console.page), 'a wrong password').toEqual([]);
    } finally {
      await console.dispose();
    }
  });
}
