import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe has to say against a page of the console, a line each. */
export async function findings(page: Page): Promise<string[]> {
  // What is still fading in has less contrast than it will have; what turns for ever is not waited for.
  await page.evaluate(() => {
    const ends = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    return Promise.allSettled(ends.map(({ finished }) => finished));
  });
  // What React Aria says of a button at work it takes back some seconds later, also where the button is gone by then.
  await page.waitForFunction(() => document.querySelector('[data-live-announcer] [role="img"]') === null, undefined, {
    timeout: 15_000,
  });
  // Electron has no tabs for axe to open frames in; the console has no frames.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}
