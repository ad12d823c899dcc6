import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenQuiet } from './latest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('works once nobody asks for a while, and does not wait for ever', () => {
  const at: number[] = [];
  const begin = Date.now();
  const work = whenQuiet({ rest: 300, longest: 1_500 }, () => at.push(Date.now() - begin));
  work.ask();
  vi.advanceTimersByTime(1_000);
  expect(at).toEqual([300]);

  // Asked every fifth of a second: after a second and a half at the latest, and once more when that is over.
  for (let asked = 0; asked < 10; asked += 1) {
    work.ask();
    vi.advanceTimersByTime(200);
  }
  vi.advanceTimersByTime(5_000);
  expect(at).toEqual([300, 2_500, 3_100]);

  work.ask();
  work.cancel();
  vi.advanceTimersByTime(5_000);
  expect(at).toHaveLength(3);
});
