import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ProfileSettings } from '../../protocol/profile-definition.ts';
import type { ProfileId } from '../../protocol/profiles.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

export type Vault = ReturnType<typeof createVault>;

/**
 * Seals what is in profiles (AES-256-GCM) under a key derived from the relay's: a backup, or a copy of the table, tells
 * nothing to who has not that too. What was sealed for one profile opens for no other.
 */
export function createVault(relayKey: string) {
  const key = Buffer.from(hkdfSync('sha256', relayKey, '', 'profiles', 32));
  return {
    /** IV, tag, and the encrypted settings. */
    seal: (id: ProfileId, settings: ProfileSettings): Buffer => {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(id));
      const body = Buffer.concat([sealing.update(JSON.stringify(settings), 'utf8'), sealing.final()]);
      return Buffer.concat([iv, sealing.getAuthTag(), body]);
    },
    /** Throws where it was not sealed by this key for this profile, or was changed since. */
    open: (id: ProfileId, sealed: Buffer): ProfileSettings => {
      const opening = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(id))
        .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
      const body = Buffer.concat([opening.update(sealed.subarray(ivBytes + tagBytes)), opening.final()]);
      return ProfileSettings.parse(JSON.parse(body.toString('utf8')));
    },
  };
}
