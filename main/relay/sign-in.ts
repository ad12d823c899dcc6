import { refuse, resultOf, type Result } from '../../protocol/errors.ts';
import { SignedIn, type SignIn } from '../../protocol/handshake.ts';

const Answer = resultOf(SignedIn);

/** The relay's address as a person types it, made whole: `https` unless it is this very machine. Null if it is none. */
export function relayAddress(typed: string): string | null {
  const text = typed.trim();
  const isLocal = /^(localhost|127\.|\[::1\])/.test(text);
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `${isLocal ? 'http' : 'https'}://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.origin : null;
}

/** Exchanges e-mail and password for a token at the relay. */
export async function signIn(relay: string, input: SignIn): Promise<Result<SignedIn>> {
  try {
    const response = await fetch(`${relay}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = Answer.safeParse(await response.json());
    return answer.success ? (answer.data as Result<SignedIn>) : refuse('relay-not-reachable');
  } catch {
    // No connection, no time, or no JSON: for the technician it is all the same.
    return refuse('relay-not-reachable');
  }
}
