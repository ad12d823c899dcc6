import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';

/** A customer's browser with a profile of its own, so that closing and opening it again is what it is for a person. */
export type Customer = {
  page: Page;
  context: BrowserContext;
  dispose(): Promise<void>;
};

/** What every browser of a test is started with. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Telephones that a browser can pass for. */
const telephones = {
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
} as const;

/** Opens Debian's Chromium (or the one named by `CHROMIUM`) for a customer who speaks `locale`. */
export async function openCustomer(
  options: { locale?: string; colorScheme?: 'light' | 'dark'; as?: keyof typeof telephones } = {},
): Promise<Customer> {
  const profile = mkdtempSync(path.join(tmpdir(), 'sportello-customer-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: browserFlags,
    headless: true,
    locale: options.locale ?? 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.as === undefined ? 420 : 320, height: 800 },
    ...(options.as === undefined ? {} : { userAgent: telephones[options.as] }),
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
