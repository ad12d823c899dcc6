import type { RequestId } from '../../protocol/ids.ts';

/** The request that a notification of an earlier start was about, by what Windows kept of it; null: of none. */
export function requestOfActivation(activation: string): RequestId | null {
  const id = /(?:request|offered|message)(?: |%20)(\d+)/.exec(activation)?.[1];
  return id === undefined ? null : (Number(id) as RequestId);
}
