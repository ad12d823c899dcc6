import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

// What takes other people's servers and programs, and is not run with everything else: npm run end-to-end:rare
export default defineConfig(config, { testMatch: '**/*.rare.ts', outputDir: 'out/end-to-end-rare' });
