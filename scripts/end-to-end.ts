import { play } from './play.ts';
import { tool } from './tool.ts';

// `npm run end-to-end -- conversation`: some of the end-to-end tests, or all, told while they run.
await play(tool('@playwright/test', 'playwright'), ['test', ...process.argv.slice(2)]);
