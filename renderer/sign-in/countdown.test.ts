import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsLeft } from './countdown.ts';

const since = 1_764_000_000_123;
const wait = fc.integer({ min: 1, max: 900 });
const passed = fc.integer({ min: -5_000, max: 1_000_000 });

describe('seconds left of a wait', () => {
  it('begins with all of them and counts each down to its end', () => {
    expect([0, 1, 999, 1_000, 1_001, 4_999, 5_000].map((ms) => secondsLeft(5, since, since + ms))).toEqual([
      5, 5, 5, 4, 4, 1, 0,
    ]);
  });

  it('ends when the wait is over, neither earlier nor later, whatever the clock', () =>
    fc.assert(fc.property(wait, passed, (s, ms) => (secondsLeft(s, since, since + ms) === 0) === ms >= s * 1_000)));

  it('never says more than the wait', () =>
    fc.assert(fc.property(wait, passed, (s, ms) => secondsLeft(s, since, since + ms) <= s)));
});
