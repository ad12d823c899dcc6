import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from './match.ts';

const shown = (query: string, name: string): string | null => {
  const found = match(query, name);
  return found === null ? null : found.stretches.map(({ start, end }) => name.slice(start, end)).join('|');
};
const word = fc.stringMatching(/^[a-zàèéìòù]{1,8}$/);
const unaccented = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

describe('matching a name', () => {
  it.each([
    ['as', 'Assign to me', 'As'],
    ['atm', 'Assign to me', 'A|t|m'],
    ['assme', 'Assign to me', 'Ass|me'],
    ['to me', 'Assign to me', 'to|me'],
    ['dispon', 'Cambia disponibilità', 'dispon'],
    ['disponibilita', 'Cambia disponibilità', 'disponibilità'],
    ['À', 'Assegna a me', 'A'],
    ['short', 'Keyboard shortcuts', 'short'],
    ['', 'Settings…', ''],
    ['…', 'Settings…', ''],
  ])('finds “%s” in “%s” as %s', (query, name, expected) => expect(shown(query, name)).toBe(expected));

  it.each([
    ['board', 'Keyboard shortcuts'],
    ['mea', 'Assign to me'],
    ['assigned', 'Assign to me'],
    ['x', ''],
  ])('does not find “%s” in “%s”', (query, name) => expect(match(query, name)).toBeNull());

  it('takes the way with the fewest stretches', () => {
    expect(shown('re', 'Richieste e reti')).toBe('re');
    expect(shown('next', 'New extra next')).toBe('next');
  });

  it('likes a name that begins with it better than one that has it later, and that better than scattered letters', () => {
    const costs = ['Close request', 'Show closed', 'Copy list of service entries'].map(
      (name) => match('clos', name)?.cost,
    );
    expect(costs.every((cost) => cost !== undefined)).toBe(true);
    expect(costs).toEqual(costs.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  });

  it('finds whatever is made of beginnings of its words in order, and its stretches spell the query', () => {
    const parts = fc.array(fc.tuple(word, fc.nat(), fc.boolean()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, (chosen) => {
        const name = chosen.map(([text]) => text).join(' ');
        const query = chosen
          .map(([text, length, used]) => (used ? text.slice(0, length % (text.length + 1)) : ''))
          .join('');
        const found = match(query, name);
        expect(found).not.toBeNull();
        const spelt = found?.stretches.map(({ start, end }) => name.slice(start, end)).join('') ?? '';
        expect(unaccented(spelt)).toBe(unaccented(query));
      }),
    );
  });

  it('finds nothing that has a letter which the name has not', () => {
    fc.assert(
      fc.property(word, word, (name, query) => {
        expect(match(`${query}7`, name)).toBeNull();
      }),
    );
  });
});
