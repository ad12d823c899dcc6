import { expect, type Locator, type Page } from '@playwright/test';
import type { Console } from '../parts/console.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** The Screen sharing window that is open, once it is. */
export async function shareWindow(console: Console): Promise<Page> {
  const find = (): Page | undefined => console.app.windows().find((page) => page.url().includes('screen-share.html'));
  await expect.poll(() => find() !== undefined, { message: 'the Screen sharing window is open' }).toBe(true);
  return find() as Page;
}

/** Whether no Screen sharing window is open. */
export const isShareWindowClosed = (console: Console): boolean =>
  !console.app.windows().some((page) => page.url().includes('screen-share.html'));

/** The Screen sharing window as a technician knows it, in English. */
export function shareScreen(page: Page) {
  const video = page.locator('video');
  return {
    page,
    video,
    toolbar: page.getByRole('toolbar', { name: 'Screen sharing' }),
    status: page.getByRole('status'),
    button: (name: string): Locator => page.getByRole('button', { name, exact: true }),
    /** The colour in the picture at a place of 0..1 each; null while there is no picture. */
    colourAt: (x: number, y: number): Promise<Colour | null> =>
      video.evaluate(
        (element, [atX, atY]) => {
          const shown = element as HTMLVideoElement;
          if (shown.videoWidth === 0) return null;
          const canvas = new OffscreenCanvas(1, 1);
          const pen = canvas.getContext('2d');
          pen?.drawImage(shown, atX * shown.videoWidth, atY * shown.videoHeight, 1, 1, 0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = pen?.getImageData(0, 0, 1, 1).data ?? [];
          return [red, green, blue] as const;
        },
        [x, y] as const,
      ),
    /** Waits until the picture has about this colour at a place; video coding does not keep it to the bit. */
    expectColour: async (x: number, y: number, wanted: Colour): Promise<void> => {
      await expect
        .poll(
          async () => {
            const seen = await shareScreen(page).colourAt(x, y);
            return seen === null ? 255 : Math.max(...seen.map((part, at) => Math.abs(part - (wanted[at] ?? 0))));
          },
          { message: `the picture has the colour ${wanted.join(' ')}`, timeout: 15_000 },
        )
        .toBeLessThan(24);
    },
  };
}
