import { describe, expect, it } from 'vitest';
import { requestOfActivation } from './activation.ts';

describe('what Windows kept of a notification', () => {
  it.each([
    ['type=click&tag=request 42', 42],
    ['type=click&tag=message%2042', 42],
    ['type=action&action=0&tag=offered%207', 7],
    ['type=click&tag=many%20request', null],
    ['type=click&tag=test', null],
    ['', null],
    ['%', null],
  ])('%s: %s', (activation, id) => {
    expect(requestOfActivation(activation)).toBe(id);
  });
});
