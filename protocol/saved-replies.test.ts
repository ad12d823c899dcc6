import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillSavedReply, savedReplyPlaceholders } from './saved-replies.ts';

const values = {
  'customer.name': 'Carla Verdi',
  'company.name': 'Acme',
  'request.id': '1001',
  'technician.name': 'Anna Bianchi',
};

describe('a saved reply', () => {
  it('has its placeholders filled in, each as often as it stands there', () => {
    const text = 'Hello {customer.name} of {company.name}, {customer.name}! #{request.id}. {technician.name}';
    expect(fillSavedReply(text, values)).toBe('Hello Carla Verdi of Acme, Carla Verdi! #1001. Anna Bianchi');
  });

  it('leaves alone whatever else stands in braces', () => {
    for (const text of ['{customer}', '{customer.email}', '{ customer.name }', '{customerXname}', '{}', '{{x}}']) {
      expect(fillSavedReply(text, values)).toBe(text);
    }
  });

  it('never looks at what it has filled in', () =>
    fc.assert(
      fc.property(fc.constantFrom(...savedReplyPlaceholders), (name) => {
        const sly = { ...values, 'customer.name': `{${name}} $& $1` };
        expect(fillSavedReply('{customer.name}', sly)).toBe(`{${name}} $& $1`);
      }),
    ));
});
