import type { MethodInput } from '../../preload/contract.ts';
import type { QueryOutput } from '../../protocol/commands.ts';
import type { Refusal, Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';

/** A colleague who serves the request's company. */
export type Candidate = QueryOutput<'transfer.candidates'>[number];

/** Asks the relay who could take over, the reachable first. */
export const readCandidates = (id: RequestId): Promise<Result<Candidate[]>> =>
  bridge.call('transfer.candidates', { id });

/** Hands a request over; null if it went well, otherwise why not. */
export async function transfer(order: MethodInput<'request.transfer'>): Promise<Refusal | null> {
  const answer = await bridge.call('request.transfer', order);
  return answer.ok ? null : answer;
}
