/** Tokens a key may hold, and how many come back a minute. */
export type Rate = { burst: number; perMinute: number };
export type RateLimit<Limited extends string> = ReturnType<typeof createRateLimit<Limited>>;

/** Token buckets by key and kind. Forgets keys whose bucket is full again. */
export function createRateLimit<Limited extends string>(rates: Readonly<Record<Limited, Rate>>, clock: () => number) {
  const buckets = new Map<string, { tokens: number; at: number; rate: Rate }>();

  const filled = ({ tokens, at, rate }: { tokens: number; at: number; rate: Rate }): number =>
    Math.min(rate.burst, tokens + ((clock() - at) / 60_000) * rate.perMinute);

  return {
    /** Takes one token; false if there is none. */
    take: (key: string, kind: Limited): boolean => {
      const rate = rates[kind];
      const tokens = filled(buckets.get(key) ?? { tokens: rate.burst, at: clock(), rate });
      buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: clock(), rate });
      return tokens >= 1;
    },
    /** Drops what is full again; called from time to time. */
    sweep: (): void => {
      for (const [key, bucket] of buckets) if (filled(bucket) >= bucket.rate.burst) buckets.delete(key);
    },
  };
}
