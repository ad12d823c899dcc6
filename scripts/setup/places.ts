import { homedir } from 'node:os';
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Where what was fetched or built once is kept, outside the checkout and shared by all checkouts. */
export const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'sportello');

/** A line about what is being done. */
export function say(text: string): void {
  process.stderr.write(`› ${text}\n`);
}
