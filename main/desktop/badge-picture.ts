/** Width and height of the picture, in pixels. */
export const badgeSize = 32;
const size = badgeSize;
/** Digits of three columns and five rows, a bit a dot, from the top left. */
const digits: Readonly<Record<string, number>> = {
  0: 0b111101101101111,
  1: 0b010110010010111,
  2: 0b111001111100111,
  3: 0b111001111001111,
  4: 0b101101111001001,
  5: 0b111100111001111,
  6: 0b111100111101111,
  7: 0b111001001010010,
  8: 0b111101111101111,
  9: 0b111101111001111,
  '+': 0b000010111010000,
};
// Blue, green, red, opacity.
const red = [0x2d, 0x2d, 0xd0, 0xff];
const white = [0xff, 0xff, 0xff, 0xff];

const badgeText = (count: number): string => (count > 9 ? '9+' : String(count));

/** A red disc with the count on it, two figures at most, as bytes of blue, green, red and opacity: it lies over the button on the taskbar. */
export function badgePicture(count: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const put = (x: number, y: number, colour: readonly number[]): void => pixels.set(colour, (y * size + x) * 4);
  const middle = (size - 1) / 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) if (Math.hypot(x - middle, y - middle) <= size / 2) put(x, y, red);
  }
  const text = badgeText(count);
  const scale = text.length === 1 ? 4 : 3;
  const width = (text.length * 4 - 1) * scale;
  const [left, top] = [Math.round((size - width) / 2), Math.round((size - 5 * scale) / 2)];
  for (const [place, figure] of [...text].entries()) {
    for (let dot = 0; dot < 15; dot += 1) {
      if ((((digits[figure] ?? 0) >> (14 - dot)) & 1) === 0) continue;
      const [column, row] = [place * 4 + (dot % 3), Math.floor(dot / 3)];
      for (let y = 0; y < scale; y += 1) {
        for (let x = 0; x < scale; x += 1) put(left + column * scale + x, top + row * scale + y, white);
      }
    }
  }
  return pixels;
}
