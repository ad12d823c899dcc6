import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from '../i18n/catalogues.ts';
import { portalCommands } from '../protocol/commands.ts';
import { limits } from '../protocol/limits.ts';
import { objectionTo, ownFieldKey, ownFieldName } from './form-fields.ts';
import { spokenLanguage } from './language.ts';

const { t } = translatorOf('en');
const right = { slug: 'acme', name: 'Carla', email: 'carla@acme.example', problem: 'It is broken.' };
const rest = { fields: {}, language: 'en', page: '', website: '' };
const relayTakes = (changes: object): boolean =>
  portalCommands['request.submit'].input.safeParse({ ...right, ...rest, ...changes }).success;

describe('a field of the form', () => {
  it('never lets through an address that the relay refuses, nor stops one that it takes', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string(),
          fc.string().map((text) => `${text}@acme.example`),
        ),
        (given) => {
          const objection = objectionTo(given, { max: limits.email, missing: 'missing', isEmail: true }, t);
          expect(objection === null).toBe(relayTakes({ email: given.trim() }));
        },
      ),
    ));

  it('has the relay’s own limit, and says by how much it is passed', () => {
    const rule = { max: limits.name, missing: 'missing' };
    expect(objectionTo('x'.repeat(limits.name), rule, t)).toBeNull();
    expect(objectionTo('x'.repeat(limits.name + 1), rule, t)).toBe('That is 1 character too long.');
    expect(relayTakes({ name: 'x'.repeat(limits.name) })).toBe(true);
    expect(relayTakes({ name: 'x'.repeat(limits.name + 1) })).toBe(false);
  });

  it('is missing when there is nothing but white space in it, unless it may be empty', () => {
    expect(objectionTo(' \n', { max: 10, missing: 'missing' }, t)).toBe('missing');
    expect(objectionTo(' \n', { max: 10, missing: null }, t)).toBeNull();
  });

  it('is the company’s own by its name only', () => {
    expect(ownFieldKey(ownFieldName('email'))).toBe('email');
    expect(ownFieldKey('email')).toBeNull();
  });
});

describe('the language', () => {
  it.each([
    [['it-CH', 'en'], { language: 'it', locale: 'it-CH' }],
    [['de', 'en-GB'], { language: 'en', locale: 'en-GB' }],
    [['de', 'toString'], null],
  ])('of a browser that speaks %s', (preferred, spoken) => expect(spokenLanguage(preferred)).toEqual(spoken));
});
