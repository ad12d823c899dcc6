import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

describe('backoff', () => {
  it('doubles up to the longest wait and begins anew after a reset', () => {
    const backoff = createBackoff({ firstMs: 500, longestMs: 3_000, random: () => 1 });
    expect(Array.from({ length: 5 }, backoff.next)).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });
  it('lies anywhere between nothing and the full wait, and stays finite however long the relay is away', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5_000), (chance, tries) => {
        const backoff = createBackoff({ firstMs: 500, longestMs: 30_000, random: () => chance });
        for (let i = 0; i < tries; i += 1) backoff.next();
        const wait = backoff.next();
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(30_000);
      }),
      { numRuns: 50 },
    );
  });
});
