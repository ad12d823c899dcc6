import { describe, expect, it } from 'vitest';
import { disturbAgainAt, disturbedUntil } from './do-not-disturb.ts';

describe('do-not-disturb', () => {
  const evening = new Date(2026, 11, 31, 23, 30).getTime();

  it.each([
    ['hour', evening + 3_600_000],
    ['tomorrow', new Date(2027, 0, 1, 8, 0).getTime()],
    ['on', 'turned-off'],
    ['off', null],
  ] as const)('%s', (choice, until) => {
    expect(disturbAgainAt(choice, evening)).toBe(until);
  });

  it('is over at its time, or when it is turned off', () => {
    expect(disturbedUntil({ doNotDisturbUntil: 10 }, 9)).toBe(10);
    expect(disturbedUntil({ doNotDisturbUntil: 10 }, 10)).toBeNull();
    expect(disturbedUntil({ doNotDisturbUntil: 'turned-off' }, 10)).toBe('turned-off');
    expect(disturbedUntil({ doNotDisturbUntil: null }, 10)).toBeNull();
  });
});
