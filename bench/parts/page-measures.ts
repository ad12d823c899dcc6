import type { Page } from '@playwright/test';

// What a person feels, measured inside the console's page: from the input to the frame that shows its effect.

/** Milliseconds from pressing the row of each request until its chat and details are painted. */
export const switching = (page: Page, ids: readonly number[]): Promise<number[]> =>
  page.evaluate(async (requests) => {
    const frame = (): Promise<number> =>
      new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
    const times: number[] = [];
    for (const id of requests) {
      const row = document.getElementById(`request-${id}`);
      const details = document.querySelector('section[aria-label="Details"]');
      if (row === null || details === null) throw new Error(`no row ${id} on screen`);
      const shown = new Promise<void>((resolve) => {
        const look = (): void => {
          if (details.getAttribute('aria-busy') !== 'false' || !details.textContent.includes(`#${id}`)) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(details, { attributes: true, childList: true, subtree: true, characterData: true });
      });
      const started = performance.now();
      row.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
      await shown;
      times.push((await frame()) - started);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return times;
  }, ids);

/** Milliseconds from each keystroke of a text until the list has stopped changing because of it. */
export async function searching(page: Page, text: string): Promise<number[]> {
  await page.evaluate(() => {
    const grid = document.querySelector('[role=grid][aria-label="Support requests"]')?.parentElement ?? document.body;
    const times: number[] = [];
    Object.assign(window, { searchTimes: times });
    let started = 0;
    let last = 0;
    document.addEventListener(
      'input',
      () => {
        started = performance.now();
        last = started;
      },
      true,
    );
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => (last = performance.now())))).observe(
      grid,
      {
        attributes: true,
        childList: true,
        subtree: true,
        characterData: true,
      },
    );
    Object.assign(window, {
      keystrokeDone: () => {
        times.push(last - started);
      },
    });
  });
  await page.getByRole('searchbox').first().focus();
  for (const letter of text) {
    await page.keyboard.press(letter);
    // Quiet for longer than any answer takes: what changes later is not this keystroke's.
    await page.waitForTimeout(350);
    await page.evaluate(() => (window as unknown as { keystrokeDone: () => void }).keystrokeDone());
  }
  return page.evaluate(() => (window as unknown as { searchTimes: number[] }).searchTimes);
}

/** The longest gap between two frames, in milliseconds, while the whole list goes past in so many steps. */
export const scrolling = (page: Page, steps: number): Promise<number[]> =>
  page.evaluate(async (count) => {
    const grid = document.querySelector('[role=grid][aria-label="Support requests"]');
    if (grid === null) throw new Error('no list');
    const gaps: number[] = [];
    let before = 0;
    for (let step = 0; step <= count; step += 1) {
      grid.scrollTop = ((grid.scrollHeight - grid.clientHeight) * step) / count;
      const at = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      if (before > 0) gaps.push(at - before);
      before = at;
    }
    return gaps;
  }, steps);

/**
 * Notes of every row from now on when it was first painted, in milliseconds since 1970. The page tells by itself, so
 * that nothing of the measuring runs in the console while a row is on its way.
 */
export async function watchRows(page: Page): Promise<{ painted: (id: number) => Promise<number> }> {
  const rows = new Map<number, PromiseWithResolvers<number>>();
  const rowOf = (id: number): PromiseWithResolvers<number> => {
    const row = rows.get(id) ?? Promise.withResolvers<number>();
    rows.set(id, row);
    return row;
  };
  await page.exposeFunction('rowPainted', (id: number, at: number) => rowOf(id).resolve(at));
  await page.evaluate(() => {
    const { rowPainted } = window as unknown as { rowPainted: (id: number, at: number) => void };
    const told = new Set<number>();
    const idOf = (node: Node): number => Number(/^request-(\d+)$/.exec((node as Element).id)?.[1]);
    new MutationObserver((records) => {
      const added = records.flatMap(({ addedNodes }) => [...addedNodes].map(idOf));
      const fresh = added.filter((id) => !Number.isNaN(id) && !told.has(id));
      if (fresh.length === 0) return;
      for (const id of fresh) told.add(id);
      requestAnimationFrame(() =>
        setTimeout(() => {
          const at = performance.timeOrigin + performance.now();
          for (const id of fresh) rowPainted(id, at);
        }),
      );
    }).observe(document.body, { childList: true, subtree: true });
  });
  return { painted: (id) => rowOf(id).promise };
}
