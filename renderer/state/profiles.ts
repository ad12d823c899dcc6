import type { QueryOutput } from '../../protocol/commands.ts';
import type { Refusal, Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';

/** A profile that can be sent to a request's customer. */
export type Offered = QueryOutput<'profile.list'>[number];

/** Asks the relay what can be sent, by name. */
export const readProfiles = (id: RequestId): Promise<Result<Offered[]>> => bridge.call('profile.list', { id });

/** Sends the customer a profile; null if it went well, otherwise why not. */
export async function deliverProfile(id: RequestId, profileId: Offered['id']): Promise<Refusal | null> {
  const answer = await bridge.call('profile.deliver', { id, profileId });
  return answer.ok ? null : answer;
}
