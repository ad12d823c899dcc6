import type { KeyboardEvent } from 'react';

/** How far each key moves the choice in a list of rows; a page is what fits on screen. */
const moves: Readonly<Record<string, (page: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: () => -Infinity,
  End: () => Infinity,
};

/**
 * Keys of a list of rows: where the choice goes to from `at` (-1: nothing chosen), of `total` rows with `page` of them
 * on screen. Null for keys that are not the list's.
 */
export function rowAfterKey(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  at: number,
  total: number,
  page: number,
): number | null {
  const move = moves[key];
  if (move === undefined || ctrlKey || metaKey || altKey || shiftKey || total === 0) return null;
  const by = move(page);
  const from = at < 0 ? (by > 0 ? -1 : total) : at;
  return Math.min(total - 1, Math.max(0, from + by));
}
