import type { Migration } from './migration.ts';
import { first } from './pending/0010-first.ts';
import { uploads } from './pending/0100-uploads.ts';

/** Shapes of pending.db: what the technician wrote and the relay has not settled; never thrown away. */
export const pendingMigrations: readonly Migration[] = [first, uploads];
