import { expect, test, type Locator } from '@playwright/test';
import { playBusyMorning, type Morning } from './parts/busy-morning.ts';
import { openConsole, type Console } from './parts/console.ts';
import { inMain } from './parts/in-main.ts';

// The panes at every size that they can be drawn to.

let morning: Morning;
let console: Console;
test.beforeAll(async () => {
  morning = await playBusyMorning();
  console = await openConsole({ relay: morning.forConsole });
});
test.afterAll(async () => {
  await console.dispose();
  await morning.relay.dispose();
});

/** How many pixels of each are out of sight sideways. */
const hidden = (grids: Locator): Promise<number[]> =>
  grids.evaluateAll((all) => all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
/** The share of the window that the lists have. */
const shareOfLists = (): Promise<number> =>
  console.page.getByRole('main').evaluate((panes) => (panes.firstElementChild?.clientWidth ?? 0) / panes.clientWidth);

test('no list is scrolled sideways, however large the window and wherever the line between the panes', async () => {
  const { app, page } = console;
  const grids = page.getByRole('grid');
  await expect(grids).toHaveCount(2);
  for (const width of [1000, 1360, 1720]) {
    await inMain(app, ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 700), width);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    for (let lists = 0.3; lists <= 0.8; lists += 0.02) {
      await page.evaluate(
        (to) => window.sportello.call('settings.write', { panes: { lists: to, requests: 0.6 } }),
        lists,
      );
      // Details keep 360 pixels.
      await expect.poll(shareOfLists).toBeCloseTo(Math.min(lists, 1 - 361 / width), 2);
      expect(await hidden(grids), `lists have ${lists.toFixed(2)} of ${width}`).toEqual([0, 0]);
    }
  }
});
