import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const minute = 60_000;

function limit(burst: number, perMinute: number) {
  let now = 0;
  const rate = { burst, perMinute };
  const limits = createRateLimit({ submit: rate, portal: rate, command: rate }, () => now);
  return {
    ...limits,
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
  };
}

describe('the rate limit', () => {
  it('lets a burst through, then as many as come back', () => {
    const { take, pass } = limit(3, 1);
    expect([1, 2, 3, 4].map(() => take('a', 'submit'))).toEqual([true, true, true, false]);
    pass(minute);
    expect([1, 2].map(() => take('a', 'submit'))).toEqual([true, false]);
  });

  it('counts each key by itself', () => {
    const { take } = limit(1, 1);
    expect(take('a', 'submit')).toBe(true);
    expect(take('b', 'submit')).toBe(true);
    expect(take('a', 'submit')).toBe(false);
  });

  it('never lets more through than its rate, however it is asked and swept', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(minute), { maxLength: 200 }), (waits) => {
        const { take, pass, sweep } = limit(5, 10);
        let taken = 0;
        let passed = 0;
        for (const wait of waits) {
          pass(wait);
          passed += wait;
          sweep();
          if (take('a', 'submit')) taken += 1;
          expect(taken).toBeLessThanOrEqual(5 + (passed / minute) * 10 + 1e-6);
        }
      }),
    ));
});
