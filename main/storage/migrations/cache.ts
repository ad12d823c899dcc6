import type { Migration } from './migration.ts';
import { first } from './cache/0010-first.ts';
import { files } from './cache/0100-files.ts';
import { notificationSteps } from './cache/0200-notification-steps.ts';
import { screenShare } from './cache/0300-screen-share.ts';

/** Shapes of cache.db: what the relay said; may be thrown away at any time. */
export const cacheMigrations: readonly Migration[] = [first, files, notificationSteps, screenShare];
