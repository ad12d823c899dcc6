import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledText, text } from './model.ts';

describe('text that somebody wrote', () => {
  it('has no half characters, whatever was sent', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '😀', '\ud83d', '\ude00', '\n')), (parts) => {
        const sent = parts.join('');
        const taken = text(1_000).parse(sent);
        expect(taken.isWellFormed()).toBe(true);
        expect(taken).toBe(sent.toWellFormed());
      }),
    );
  });

  it('is neither too long nor with a null character, and where it has to be filled not blank', () => {
    expect(text(3).safeParse('abcd').success).toBe(false);
    expect(text(3).safeParse('a\u0000').success).toBe(false);
    expect(filledText(3).safeParse(' \n').success).toBe(false);
    expect(filledText(3).parse('\ud83d')).toBe('\ufffd');
  });
});
