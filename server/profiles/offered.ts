import { ok, type ErrorCode, type Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { OfferedProfile } from '../../protocol/profiles.ts';
import { findRequest, type TechnicianActor } from '../access.ts';
import type { Profile } from '../store/profile-store.ts';
import type { Reader, StoredRequest } from '../store/store.ts';

type Wants = Pick<StoredRequest, 'companyId' | 'source'>;

/** Why a profile is not for a request's customer, or null. One for other companies is as good as none. */
export function profileObjection(profile: Profile | null, { companyId, source }: Wants): ErrorCode | null {
  if (profile === null || profile.removedAt !== null) return 'profile-not-listed';
  if (profile.companies !== null && !profile.companies.includes(companyId)) return 'profile-not-listed';
  return (profile.suits as readonly string[]).includes(source.os) ? null : 'profile-not-for-system';
}

/** Profiles on the list for the request's company that suit its customer's device, by name. */
export async function offeredProfiles(
  read: Reader,
  actor: TechnicianActor,
  id: RequestId,
): Promise<Result<OfferedProfile[]>> {
  const found = await findRequest(read, actor, id);
  if (!found.ok) return found;
  const fitting = (await read.profiles()).filter((profile) => profileObjection(profile, found.value) === null);
  return ok(fitting.map(({ id, name, kind, description }) => ({ id, name, kind, description })));
}
