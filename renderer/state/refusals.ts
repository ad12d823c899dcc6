import { create } from 'zustand';
import type { Refusal, Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';

type RefusalState = { refusal: Refusal | null; id: RequestId | null };

/** What the relay would not do just now, and for which request: said where the technician acted, until he acts again. */
export const useRefusal = create<RefusalState>(() => ({ refusal: null, id: null }));

/** Keeps a refusal to be shown, or takes the one before away; answers whether it went well. */
export function isOk<T>(answer: Result<T>, id: RequestId | null): answer is { ok: true; value: T } {
  useRefusal.setState(answer.ok ? { refusal: null, id: null } : { refusal: answer, id });
  return answer.ok;
}

export const dismissRefusal = (): void => useRefusal.setState({ refusal: null, id: null });
