import { expect, test } from '@playwright/test';
import { playBusyMorning } from './parts/busy-morning.ts';
import { openConsole } from './parts/console.ts';
import { inMain } from './parts/in-main.ts';

// The panes at every size that they can be drawn to.

test('no list is scrolled sideways, however large the window and wherever the line between the panes', async () => {
  const { relay, account } = await playBusyMorning();
  const { app, page, dispose } = await openConsole({ relay: { url: relay.url, sample: { ...account, slug: '' } } });
  const grids = page.getByRole('grid');
  await expect(grids).toHaveCount(2);
  const hidden = (): Promise<number[]> =>
    grids.evaluateAll((all) => all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
  const shareOf = (): Promise<number> =>
    page.getByRole('main').evaluate((panes) => (panes.firstElementChild?.clientWidth ?? 0) / panes.clientWidth);
  for (const width of [1000, 1360, 1720]) {
    await inMain(app, ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 700), width);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    for (let lists = 0.3; lists <= 0.8; lists += 0.02) {
      await page.evaluate(
        (to) => window.sportello.call('settings.write', { panes: { lists: to, requests: 0.6 } }),
        lists,
      );
      // Details keep 360 pixels.
      await expect.poll(shareOf).toBeCloseTo(Math.min(lists, 1 - 361 / width), 2);
      expect(await hidden(), `lists have ${lists.toFixed(2)} of ${width}`).toEqual([0, 0]);
    }
  }
  await dispose();
  await relay.dispose();
});
