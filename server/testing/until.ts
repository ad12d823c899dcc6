import { vi } from 'vitest';

/** Waits for a state: the check is tried again and again until it no longer throws. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 10_000, interval: 5 });
