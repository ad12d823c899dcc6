/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The value that so large a part of them does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export type Bound = { ratio: number; atLeast?: number; atMost?: number };

/**
 * Prints the ratios beside their bounds, then one last line `RESULT {json}`. With `check`, the program ends with 1 where
 * one does not hold.
 */
export function finish(
  results: Readonly<Record<string, unknown>>,
  bounds: Readonly<Record<string, Bound>>,
  check: boolean,
): void {
  const failed: string[] = [];
  console.log(`\n${'ratio'.padEnd(44)} ${'measured'.padStart(9)} ${'bound'.padStart(9)}`);
  for (const [name, { ratio, atLeast, atMost }] of Object.entries(bounds)) {
    const holds = ratio >= (atLeast ?? -Infinity) && ratio <= (atMost ?? Infinity);
    if (!holds) failed.push(name);
    const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
    console.log(`${name.padEnd(44)} ${ratio.toFixed(2).padStart(9)} ${bound.padStart(9)}${holds ? '' : '  MISSED'}`);
  }
  const ratios = Object.fromEntries(Object.entries(bounds).map(([name, { ratio }]) => [name, ratio]));
  console.log(`RESULT ${JSON.stringify({ ...results, ratios, missed: failed })}`);
  if (check && failed.length > 0) process.exitCode = 1;
}
