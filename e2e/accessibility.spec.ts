import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { playBusyMorning, type Morning } from './parts/busy-morning.ts';
import { openConsole, type Console } from './parts/console.ts';
import { consoleScreen } from './screens/console.ts';

// What a machine can find of what keeps people out, in every view of the panes and in both themes.

let morning: Morning;
test.beforeAll(async () => {
  morning = await playBusyMorning();
});
test.afterAll(() => morning.relay.dispose());

async function findings({ page }: Console): Promise<string[]> {
  // Electron has no tabs for axe to open frames in; the console has no frames.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the panes, ${theme}`, async () => {
    const { url } = morning.relay;
    const console = await openConsole({ relay: { url, sample: { ...morning.account, slug: '' } }, theme });
    try {
      const screen = consoleScreen(console.page);
      await expect(screen.connection).toHaveText('Live');
      expect(await findings(console), 'nothing chosen').toEqual([]);

      await console.page.locator(`#mine-${morning.carlaId}`).click();
      await expect(screen.chat).toContainText('They open again!');
      expect(await findings(console), 'a chat with a note').toEqual([]);

      await screen.row('Giulia Conti').click();
      await expect(screen.action('Assign to me')).toBeVisible();
      expect(await findings(console), 'a new request').toEqual([]);

      await screen.search.fill('viewer');
      await expect(screen.requests.locator('mark').first()).toBeVisible();
      expect(await findings(console), 'found in a chat').toEqual([]);
      await screen.search.fill('nothing has this word');
      await expect(screen.requests).toContainText('Nothing found');
      expect(await findings(console), 'nothing found').toEqual([]);
      await screen.search.fill('');

      await console.page.evaluate(() => window.sportello.call('availability.set', { available: false }));
      await expect(screen.requests.getByRole('button', { name: 'Become available' })).toBeVisible();
      expect(await findings(console), 'not available').toEqual([]);
      await console.page.evaluate(() => window.sportello.call('availability.set', { available: true }));
    } finally {
      await console.dispose();
    }
  });
}
