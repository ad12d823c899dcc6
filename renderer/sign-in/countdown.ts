/**
 * How many whole seconds are left of a wait of so many seconds that began at `since`; 0 once it is over, and not a
 * moment earlier: who tries again then must not be refused once more. A clock that lags only makes it longer.
 */
export const secondsLeft = (wait: number, since: number, now: number): number =>
  Math.max(0, Math.min(wait, Math.ceil(wait - (now - since) / 1_000)));
