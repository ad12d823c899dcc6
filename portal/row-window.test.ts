import { describe, expect, it } from 'vitest';
import { createRowWindow } from './row-window.ts';
import type { Row } from './rows.ts';

const rowsUpTo = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({
    ...({ kind: 'text', key: `${n}`, at: n, text: `text ${n}`, author: null, mark: 'sent', refusal: null } as const),
    leads: n === 0,
  }));

describe('the window on a long chat', () => {
  it('shows a short one whole', () => {
    const rows = rowsUpTo(40);
    expect(createRowWindow().of(rows, true)).toEqual(rows);
    expect(createRowWindow().of([], true)).toEqual([]);
  });

  it('shows the end of a long one, and the first line says who writes', () => {
    const shown = createRowWindow().of(rowsUpTo(1_000), true);
    expect(shown.at(-1)?.key).toBe('999');
    expect(shown[0]).toMatchObject({ key: '900', leads: true });
  });

  it('goes back to the very first line, a stretch at a time, and no further', () => {
    const window = createRowWindow();
    const rows = rowsUpTo(1_000);
    window.of(rows, true);
    let steps = 0;
    while (window.back()) {
      window.of(rows, false);
      steps += 1;
    }
    expect(steps).toBe(9);
    expect(window.of(rows, false)).toEqual(rows);
  });

  it('keeps its first line while somebody reads above, and lets go of it at the newest one', () => {
    const window = createRowWindow();
    window.of(rowsUpTo(200), true);
    window.back();
    const before = window.of(rowsUpTo(200), false)[0];
    expect(window.of(rowsUpTo(280), true)[0]).toEqual(before);
    expect(window.of(rowsUpTo(800), false)[0]).toEqual(before);
    expect(window.of(rowsUpTo(800), true).length).toBeLessThan(110);
  });

  it('takes what comes a page at a time as it takes one that comes at once', () => {
    const window = createRowWindow();
    for (const count of [1, 100, 200, 500]) window.of(rowsUpTo(count), true);
    expect(window.of(rowsUpTo(500), true).length).toBeLessThan(110);
  });
});
