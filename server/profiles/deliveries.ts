import { MessageId } from '../../protocol/ids.ts';
import type { Language } from '../../protocol/language.ts';
import { addEvent } from '../commands/context.ts';
import { isProfileToken } from '../secrets.ts';
import type { ProfileDelivery } from '../store/profile-store.ts';
import type { Reader, Store } from '../store/store.ts';
import type { Filled } from './mobileconfig.ts';
import type { Vault } from './vault.ts';

/** What a link leads to. Of one that nobody was given, nothing is said but that. */
export type Found =
  | { kind: 'unknown' }
  | { kind: 'expired' | 'revoked'; language: Language }
  | { kind: 'good'; language: Language; delivery: ProfileDelivery; filled: Filled };

export type DeliveryParts = {
  store: Store;
  vault: Vault;
  relayKey: string;
  clock: () => number;
  newId: () => string;
};

/** Profiles that were sent to customers, as their devices come to fetch them. */
export function createDeliveries({ store, vault, relayKey, clock, newId }: DeliveryParts) {
  async function filledFor(read: Reader, delivery: ProfileDelivery): Promise<Filled | null> {
    const [request, profile] = [await read.request(delivery.requestId), await read.profile(delivery.profileId)];
    if (request === null || profile === null || profile.sealed === null) return null;
    const { sealed, ...rest } = profile;
    const company = (await read.company(request.companyId))?.name ?? '';
    const { name, email } = request.customer;
    return { profile: rest, settings: vault.open(profile.id, sealed), recipient: { name, email, company } };
  }

  return {
    /** What there is under the two parts of a link; asked anew each time, so that what was taken off the list is gone. */
    find: async (id: string, token: string): Promise<Found> => {
      const { read } = store;
      const parsed = MessageId.safeParse(id);
      const delivery = parsed.success ? await read.profileDelivery(parsed.data) : null;
      if (delivery === null || !isProfileToken(relayKey, delivery.requestId, delivery.id, token)) {
        return { kind: 'unknown' };
      }
      const language = (await read.request(delivery.requestId))?.source.language ?? 'en';
      if (delivery.expiresAt <= clock()) return { kind: 'expired', language };
      const filled = await filledFor(read, delivery);
      return filled === null ? { kind: 'revoked', language } : { kind: 'good', language, delivery, filled };
    },
    /** Notes in the chat log that the device has it, the first time. */
    noteFetched: async ({ id, fetchedAt }: ProfileDelivery): Promise<void> => {
      if (fetchedAt !== null) return;
      await store.write(async (tx) => {
        const delivery = await tx.profileDelivery(id);
        const profile = delivery === null ? null : await tx.profile(delivery.profileId);
        if (delivery === null || profile === null || delivery.fetchedAt !== null) return;
        const now = clock();
        await tx.putProfileDelivery({ ...delivery, fetchedAt: now });
        const about = { profile: profile.name, profileKind: profile.kind, system: delivery.system };
        await addEvent({ tx, now, newId }, delivery.requestId, { type: 'profile-downloaded', ...about });
      });
    },
  };
}
