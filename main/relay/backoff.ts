/** Waits that double up to a longest one, each anywhere between nothing and its full length: those who lost the relay together don't come back together. */
export type Backoff = { next: () => number; reset: () => void };

export function createBackoff({
  firstMs,
  longestMs,
  random,
}: {
  firstMs: number;
  longestMs: number;
  random: () => number;
}): Backoff {
  let tries = 0;
  return {
    /** Milliseconds to wait before the next try. */
    next: () => {
      const full = Math.min(longestMs, firstMs * 2 ** tries);
      tries += 1;
      return Math.ceil(random() * full);
    },
    reset: () => {
      tries = 0;
    },
  };
}
