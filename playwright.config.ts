import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'out/end-to-end',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // One desktop has one focus, one tray and one notification daemon.
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
});
