import { ok, refuse } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { MobileSystem } from '../../protocol/profiles.ts';
import { allow } from '../access.ts';
import { profileObjection } from '../profiles/offered.ts';
import { addLine, type ConsoleHandler } from './context.ts';

/** Sends the customer of the technician's request a link to a profile: good for this customer, and for a time. */
export const deliver: ConsoleHandler<'profile.deliver'> = async (context, input) => {
  const { tx, actor, now, newId, profileLinkMs } = context;
  const found = await allow(tx, actor, 'profile.deliver', input.id);
  if (!found.ok) return found;
  const profile = await tx.profile(input.profileId);
  const against = profileObjection(profile, found.value);
  if (profile === null || against !== null) return refuse(against ?? 'profile-not-listed');
  const id = newId() as MessageId;
  const about = { system: MobileSystem.parse(found.value.source.os), expiresAt: now + profileLinkMs };
  await tx.putProfileDelivery({
    ...about,
    id,
    requestId: input.id,
    profileId: profile.id,
    deliveredAt: now,
    fetchedAt: null,
  });
  const named = { profile: profile.name, profileKind: profile.kind };
  const event = { type: 'profile-delivered', technicianId: actor.id, ...named, ...about } as const;
  const line = await addLine(context, input.id, { kind: 'system' }, { kind: 'event', event }, id);
  return ok({ position: line.position });
};
