import type { MethodInput } from '../../preload/contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { bridge } from '../bridge.ts';

/** What a technician signs in with. */
export type SignInForm = MethodInput<'account.signIn'>;

/** Signs in; null if it went well (main then says who is signed in), otherwise why not. */
export async function signIn(form: SignInForm): Promise<Refusal | null> {
  const answer = await bridge.call('account.signIn', form);
  return answer.ok ? null : answer;
}
