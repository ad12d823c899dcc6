import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Me } from '../protocol/technicians.ts';

/** Encryption bound to the person's account on this machine; Electron's `safeStorage` has this shape. */
export type Vault = {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
};

const File = z.object({ relay: z.string(), email: z.string(), me: Me.nullable(), token: z.string().nullable() });
type Stored = z.infer<typeof File>;
export type SignedInAccount = { relay: string; token: string; me: Me };

/** Who is signed in where, one file: the token sealed by the vault, the rest plain. */
export function openAccount(file: string, vault: Vault) {
  let stored: Stored = read();

  function read(): Stored {
    const nobody: Stored = { relay: '', email: '', me: null, token: null };
    if (!existsSync(file)) return nobody;
    try {
      return File.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      renameSync(file, `${file}.damaged`);
      return nobody;
    }
  }
  function write(next: Stored): void {
    stored = next;
    writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  function unsealed(sealed: string): string | null {
    try {
      return vault.decryptString(Buffer.from(sealed, 'base64'));
    } catch {
      // Sealed by another account or machine: as good as none, the person signs in again.
      return null;
    }
  }

  return {
    /** The last relay and address used, to fill in the sign-in form. */
    last: () => ({ relay: stored.relay, email: stored.email }),
    /** Who is signed in; null if nobody is, or the token can't be unsealed. */
    current: (): SignedInAccount | null => {
      const token = stored.token === null ? null : unsealed(stored.token);
      return token === null || stored.me === null ? null : { relay: stored.relay, token, me: stored.me };
    },
    keep: ({ relay, token, me }: SignedInAccount): void =>
      write({ relay, email: me.email, me, token: vault.encryptString(token).toString('base64') }),
    forget: (): void => write({ ...stored, me: null, token: null }),
  };
}
