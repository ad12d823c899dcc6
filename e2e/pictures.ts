import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { openConsole } from './parts/console.ts';
import { playBusyMorning } from './parts/busy-morning.ts';

// The pictures of the console in README and docs: taken of the real program, so that they cannot show what it is not.

const folder = path.resolve(import.meta.dirname, '../docs/images');
mkdirSync(folder, { recursive: true });

const morning = await playBusyMorning();
try {
  for (const language of ['en', 'it'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      const console = await openConsole({ relay: morning.forConsole, language, theme });
      const { page } = console;
      await expect(page.getByRole('banner').getByRole('status')).toHaveText(/^(Live|In linea)$/);
      await page.locator(`#mine-${morning.carlaId}`).click();
      await expect(page.getByRole('log')).toContainText('They open again!');
      morning.carla.socket.emit('typing', { typing: true });
      await expect(page.getByText(/Carla Verdi (is typing|sta scrivendo)/)).toBeVisible();
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(folder, `console-${language}-${theme}.png`), animations: 'disabled' });
      morning.carla.socket.emit('typing', { typing: false });
      await console.dispose();
    }
  }
} finally {
  await morning.relay.dispose();
}
