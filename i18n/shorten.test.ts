import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginning, shortened } from './shorten.ts';

describe('shortening a text', () => {
  it('leaves alone what is short enough', () => {
    expect(beginning('tre 😀', 6)).toBe('tre 😀');
    expect(shortened('tre 😀', 6)).toBe('tre 😀');
  });

  it('leaves out a character that would be halved', () => {
    expect(beginning('tre 😀', 5)).toBe('tre ');
    expect(shortened('tre 😀!', 6)).toBe('tre …');
  });

  it('keeps as much of the beginning as there is room for, and says that it is one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, most) => {
        const begun = beginning(text, most);
        expect(text.startsWith(begun)).toBe(true);
        expect(begun.isWellFormed()).toBe(text.isWellFormed());
        expect(begun.length).toBeGreaterThanOrEqual(Math.min(text.length, most - 1));
        expect(begun.length).toBeLessThanOrEqual(most);
        const short = shortened(text, most + 1);
        expect(short.length).toBeLessThanOrEqual(most + 1);
        expect(short === text || short === `${begun}…`).toBe(true);
      }),
    );
  });
});
