import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from './links-in-text.ts';

const linksIn = (text: string): (string | null)[] => partsOf(text).flatMap(({ href }) => href ?? []);

/** Pieces of texts, of links, and of what looks like them. */
const words = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'http://',
    'https://a.example',
    'www.',
    'acme.it',
    '/p?a=1',
    '(',
    ')',
    '@',
    ' ',
    '\n',
    '\u202e',
    '😀',
  ),
);

describe('text with links', () => {
  it('is whole again when its parts are put together, whatever it holds', () =>
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const again = partsOf(text).map((part) => part.text);
        expect(again.join('')).toBe(text);
      }),
    ));

  it('leads nowhere but to web pages and mail', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('javascript:', 'data:', 'file://', 'ftp://', '//', 'sportello://', 'ms-settings:', 'https://'),
        fc.string({ unit: 'grapheme-ascii' }),
        (scheme, rest) => {
          for (const href of linksIn(`${scheme}www.example.com/${rest}`)) expect(href).toMatch(/^(https?:|mailto:)/);
        },
      ),
    ));

  it.each([
    ['See https://acme.example/a?b=c#d.', ['https://acme.example/a?b=c#d']],
    ['Write to help@acme.com, please', ['mailto:help@acme.com']],
    ['www.acme.it (new)', ['http://www.acme.it']],
    ['javascript:alert(1)', []],
    ['<a href="x">fattura.pdf</a>', []],
  ])('finds the links in %s', (text, expected) => expect(linksIn(text)).toEqual(expected));

  it('is quick with a text as long as it may be', () => {
    const text = 'http://a.b '.repeat(9_000).slice(0, 100_000);
    const started = performance.now();
    partsOf(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
