import { describe, expect, it } from 'vitest';
import { badgePicture, badgeSize } from './badge-picture.ts';

/** The picture in letters: white W, red r, nothing `.`. */
const drawn = (count: number): string[] => {
  const pixels = badgePicture(count);
  return Array.from({ length: badgeSize }, (_, y) =>
    Array.from({ length: badgeSize }, (_unused, x) => {
      const at = (y * badgeSize + x) * 4;
      if (pixels[at + 3] === 0) return '.';
      return pixels[at] === 255 ? 'W' : 'r';
    }).join(''),
  );
};

describe('the badge on the taskbar', () => {
  it('is a disc: nothing in its corners, red at its edges', () => {
    const rows = drawn(3);
    for (const corner of [rows[0]?.[0], rows[0]?.[31], rows[31]?.[0], rows[31]?.[31]]) expect(corner).toBe('.');
    for (const edge of [rows[0]?.[15], rows[15]?.[0], rows[15]?.[31], rows[31]?.[15]]) expect(edge).toBe('r');
  });

  it('has another figure for each count up to nine, and the same for all above', () => {
    const pictures = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => drawn(count).join('\n'));
    expect(new Set(pictures).size).toBe(10);
    expect(drawn(11)).toEqual(drawn(10));
    expect(drawn(999)).toEqual(drawn(10));
  });

  it('keeps its figures inside the disc', () => {
    for (const count of [1, 8, 10]) {
      for (const row of drawn(count)) expect(row).not.toMatch(/W\.|\.W/);
    }
  });
});
