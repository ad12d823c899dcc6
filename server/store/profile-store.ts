import type { CompanyId, MessageId, RequestId } from '../../protocol/ids.ts';
import type { ProfileDefinition } from '../../protocol/profile-definition.ts';
import type { MobileSystem, ProfileId, ProfileKind } from '../../protocol/profiles.ts';
import type { Awaitable } from './awaitable.ts';

// The store's front door for configuration profiles: a part of store.ts. Nothing of it is streamed.

/** A profile, of which all but the settings may be read. `companies` null: for customers of all. */
export type Profile = Omit<ProfileDefinition, 'settings'> & {
  id: ProfileId;
  kind: ProfileKind;
  companies: CompanyId[] | null;
  createdAt: number;
  /** Since when it is off the list; null: it is on it. */
  removedAt: number | null;
};

/** A profile's settings as they lie on disk (server/profiles/vault.ts); null once it is off the list. */
export type SealedProfile = Profile & { sealed: Buffer | null };

/** A profile that was sent to a customer; its id is that of the line in the chat that says so. */
export type ProfileDelivery = {
  id: MessageId;
  requestId: RequestId;
  profileId: ProfileId;
  system: MobileSystem;
  deliveredAt: number;
  expiresAt: number;
  /** When the customer's device first got it. */
  fetchedAt: number | null;
};

export type ProfileReads = {
  profile(id: ProfileId): Awaitable<SealedProfile | null>;
  /** Those on the list, by name. */
  profiles(): Awaitable<Profile[]>;
  profileDelivery(id: MessageId): Awaitable<ProfileDelivery | null>;
};
export type ProfileWrites = {
  addProfile(row: SealedProfile): Awaitable<void>;
  /** Takes it off the list and destroys its settings. */
  removeProfile(id: ProfileId, at: number): Awaitable<void>;
  /** A new one, or when it was fetched. */
  putProfileDelivery(row: ProfileDelivery): Awaitable<void>;
};
