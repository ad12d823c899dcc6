import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { sportello: { call: () => Promise.resolve(null), on: () => () => {} } });
const { typedAfterSlash, withReply } = await import('./reply-picker.tsx');
const { matchingReplies } = await import('../state/saved-replies.ts');

describe('a slash', () => {
  it.each([
    ['/', 1, ''],
    ['/gre', 4, 'gre'],
    ['/gre', 2, 'g'],
    ['Hello /gre', 10, 'gre'],
    ['Hello\n/gre', 10, 'gre'],
    ['and/or', 6, null],
    ['https://acme.example', 20, null],
    ['/usr/bin', 8, null],
    ['/two words', 10, null],
    ['no slash', 8, null],
  ])('in %j with the caret at %i asks for %j', (text, caret, expected) => {
    expect(typedAfterSlash(text, caret)).toBe(expected);
  });

  it('gives way to the reply, and what stands around it stays', () => {
    const text = 'Hello /gre and bye';
    expect(withReply(text, 10, 'Good morning')).toEqual({ text: 'Hello Good morning and bye', caret: 18 });
  });
});

describe('saved replies', () => {
  const reply = (title: string, text: string) =>
    ({ id: title, title, text, authorId: 'a', authorName: 'Anna' }) as never;
  const all = [
    reply('Remote help', 'perché sì'),
    reply('Greeting', 'Hello'),
    reply('Regreet', 'Again'),
    reply('Bye', 'x'),
  ];
  const titles = (typed: string): string[] => matchingReplies(all, typed).map(({ title }) => title);

  it('are found by title first, then by text, whatever the case and accents', () => {
    expect(titles('gre')).toEqual(['Greeting', 'Regreet']);
    expect(titles('PERCHE')).toEqual(['Remote help']);
    expect(titles('nothing')).toEqual([]);
    expect(titles('')).toHaveLength(4);
  });
});
