import { describe, expect, it } from 'vitest';
import { relayAddress, signIn } from './sign-in.ts';

describe("the relay's address as typed", () => {
  it.each([
    ['help.example', 'https://help.example'],
    ['  https://help.example/p/acme ', 'https://help.example'],
    ['http://help.example:4180', 'http://help.example:4180'],
    ['localhost:4180', 'http://localhost:4180'],
    ['127.0.0.1:4180', 'http://127.0.0.1:4180'],
    ['', null],
    ['ftp://help.example', null],
    ['https://', null],
    ['javascript:alert(1)', null],
  ])('%j is %j', (typed, address) => expect(relayAddress(typed)).toBe(address));

  it('is told as not reachable where nobody answers', async () => {
    const input = { email: 'a@acme.example', password: 'x', device: 'test' };
    expect(await signIn('http://127.0.0.1:9', input)).toEqual({ ok: false, code: 'relay-not-reachable' });
  });
});
