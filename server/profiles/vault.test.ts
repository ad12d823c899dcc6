import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileId } from '../../protocol/profiles.ts';
import { anySettings } from './testing/samples.ts';
import { createVault } from './vault.ts';

const [one, other] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'] as ProfileId[];

/** What the cipher says of what it was not given in this very form. */
const notAuthentic = /authenticate/;

describe('the vault', () => {
  const vault = createVault('key of this relay');

  it('gives back what it was given, and shows none of it meanwhile', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const sealed = vault.seal(one as ProfileId, settings);
        expect(sealed.includes(settings.kind)).toBe(false);
        expect(vault.open(one as ProfileId, sealed)).toEqual(settings);
      }),
    );
  });

  it('seals the same twice in two ways, and opens neither for another profile, another key, or with a bit changed', () => {
    fc.assert(
      fc.property(anySettings, fc.nat(), (settings, at) => {
        const [sealed, again] = [vault.seal(one as ProfileId, settings), vault.seal(one as ProfileId, settings)];
        expect(sealed.equals(again)).toBe(false);
        expect(() => vault.open(other as ProfileId, sealed)).toThrow(notAuthentic);
        expect(() => createVault('another key').open(one as ProfileId, sealed)).toThrow(notAuthentic);
        const changed = Buffer.from(sealed);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(() => vault.open(one as ProfileId, changed)).toThrow(notAuthentic);
      }),
    );
  });
});
