import { z } from 'zod';
import { Instant, TechnicianId } from './ids.ts';

// Configuration profiles for customers' telephones and tablets (spec 6): what a technician chooses from, and what the chat
// log says. What is in a profile stands in profile-definition.ts and stays on the relay until it is delivered.

export const ProfileId = z.uuidv7().brand('ProfileId');
export type ProfileId = z.infer<typeof ProfileId>;

/** Systems that take profiles. */
export const MobileSystem = z.enum(['ios', 'android']);
export type MobileSystem = z.infer<typeof MobileSystem>;

export const ProfileKind = z.enum(['wifi', 'mail', 'exchange', 'vpn', 'passcode', 'web-clip', 'certificate']);
export type ProfileKind = z.infer<typeof ProfileKind>;

/** A profile on the list that suits a request: no more of it than a technician needs to choose. */
export const OfferedProfile = z.object({
  id: ProfileId,
  name: z.string(),
  kind: ProfileKind,
  description: z.string(),
});
export type OfferedProfile = z.infer<typeof OfferedProfile>;

/** The name is the one that the profile had then. */
const about = { profile: z.string(), profileKind: ProfileKind, system: MobileSystem };

/** What the chat log says: the customer was sent a profile, by a link that ends at `expiresAt`; and has fetched it. */
export const profileEvents = [
  z.object({ type: z.literal('profile-delivered'), technicianId: TechnicianId, ...about, expiresAt: Instant }),
  z.object({ type: z.literal('profile-downloaded'), ...about }),
] as const;

/** Both are told to the customer. */
export const publicProfileEvents = ['profile-delivered', 'profile-downloaded'] as const;

/** The profile of such an event as its customer's page gets it. */
export const CustomerProfile = z.object({
  ...about,
  /** How to get it: the path on the relay, for this customer alone, and when it ends; null where it is only told of. */
  link: z.object({ path: z.string(), expiresAt: Instant }).nullable(),
});
export type CustomerProfile = z.infer<typeof CustomerProfile>;
