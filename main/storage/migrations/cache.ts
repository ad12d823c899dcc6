import type { Migration } from './migration.ts';
import { first } from './cache/0010-first.ts';

/** Shapes of cache.db: what the relay said; may be thrown away at any time. */
export const cacheMigrations: readonly Migration[] = [first];
