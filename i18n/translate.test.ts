import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from './catalogues.ts';
import { createTranslator } from './translate.ts';

const { t } = translatorOf('en');
const joined = (name: string): string => t('event.joined', { name });

describe('a sentence', () => {
  it('has the values that it was given as they are', () => {
    expect(joined('Anna Bianchi')).toBe('Anna Bianchi joined the chat');
    expect(joined("<b>{name}</b> '#'")).toBe("<b>{name}</b> '#' joined the chat");
  });

  it('without values is what stands in the catalogue', () => {
    const messages = { plain: "It isn't <b>so</b>, 100 % #1", doubled: "It isn''t", quoted: "'{'name'}'" };
    const read = createTranslator({ language: 'en', messages }).t as (key: string) => string;
    expect(Object.keys(messages).map(read)).toEqual(["It isn't <b>so</b>, 100 % #1", "It isn't", '{name}']);
  });

  it('keeps its direction of writing, whatever a name brings along', () => {
    expect(joined('\u202Eanna')).toBe('\u2068anna\u2069 joined the chat');
    expect(joined('\u2069\u202Eanna')).toBe('\u2068anna\u2069 joined the chat');
    expect(joined('דנה')).toBe('\u2068דנה\u2069 joined the chat');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', 'ש', '\u200F', '\u202E', '\u2067', '\u2069') }),
        (name) => {
          const after = joined(name).split('\u2069').at(-1) ?? '';
          expect(after).toMatch(/^[^\u202A-\u202E\u2066-\u2069]* joined the chat$/);
        },
      ),
    );
  });
});
