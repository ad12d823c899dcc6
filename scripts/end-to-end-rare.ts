import { ensureDebianPackages, forRareTests } from './setup/debian-packages.ts';
import { play } from './play.ts';
import { tool } from './tool.ts';

// `npm run end-to-end:rare`: the end-to-end tests that take other people's servers and programs.
await ensureDebianPackages(forRareTests);
await play(tool('@playwright/test', 'playwright'), [
  'test',
  '-c',
  'playwright.rare.config.ts',
  ...process.argv.slice(2),
]);
