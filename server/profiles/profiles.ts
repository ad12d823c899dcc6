import { readFileSync } from 'node:fs';
import { ConfigError, type Config } from '../config.ts';
import type { HttpApp } from '../http/file-routes.ts';
import { mountProfiles } from '../http/profile-routes.ts';
import type { Store } from '../store/store.ts';
import { createDeliveries } from './deliveries.ts';
import type { Signer } from './sign.ts';
import { createVault } from './vault.ts';

export type ProfilesParts = { store: Store; sign: Signer | null; clock: () => number; newId: () => string };

/** The signer that the configuration names, or null. Refuses to go on with files that are not right. */
export async function openSigner({
  profileCertificate,
  profileKey,
}: Pick<Config, 'profileCertificate' | 'profileKey'>): Promise<Signer | null> {
  if (profileCertificate === '') return null;
  try {
    const { createSigner } = await import('./sign.ts');
    return await createSigner(readFileSync(profileCertificate, 'utf8'), readFileSync(profileKey, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`profileCertificate, profileKey: ${why}`]);
  }
}

/** Configuration profiles on their way to customers' devices. */
export async function createProfiles({ store, sign, clock, newId }: ProfilesParts) {
  const relayKey = await store.read.relayKey();
  const deliveries = createDeliveries({ store, vault: createVault(relayKey), relayKey, clock, newId });
  return { mount: (app: HttpApp): void => mountProfiles(app, { deliveries, sign }) };
}
