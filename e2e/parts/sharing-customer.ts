import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserFlags, type Customer } from './customer.ts';
import type { Display } from './display.ts';

/** A customer's browser with a real window on a screen of its own, who when asked chooses to share the whole screen. */
export async function openSharingCustomer(display: Display, locale = 'en-GB'): Promise<Customer> {
  const profile = mkdtempSync(path.join(tmpdir(), 'sportello-customer-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...browserFlags,
      '--window-position=0,0',
      '--window-size=500,700',
      // The browser's own window that asks what to share is not part of the page: this answers it.
      '--auto-select-desktop-capture-source=Entire screen',
    ],
    env: { ...process.env, DISPLAY: display.name } as Record<string, string>,
    headless: false,
    locale,
    viewport: null,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    context,
    dispose: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
