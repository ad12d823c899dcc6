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

/** Opens Debian's Chromium (or the one named by `CHROMIUM`) for a customer who speaks `locale`. */
export async function openCustomer(
  options: { locale?: string; colorScheme?: 'light' | 'dark' } = {},
): Promise<Customer> {
  const profile = mkdtempSync(path.join(tmpdir(), 'sportello-customer-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: browserFlags,
    headless: true,
    locale: options.locale ?? 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: 420, height: 800 },
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
