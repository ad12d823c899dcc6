import { useEffect, useState } from 'react';
import type { Refusal } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { readCandidates, type Candidate } from '../state/transfer.ts';

/** Who could take over: null while the relay is being asked. */
export type Candidates = { told: readonly Candidate[] | null; refusal: Refusal | null };

const asking: Candidates = { told: null, refusal: null };

/** Asks who could take a request over, and again whenever the connection comes back: who can be reached changes. */
export function useCandidates(id: RequestId, isOnline: boolean): Candidates {
  const [candidates, setCandidates] = useState(asking);
  useEffect(() => {
    if (!isOnline) return;
    let isWanted = true;
    setCandidates(asking);
    void readCandidates(id).then((answer) => {
      if (!isWanted) return;
      setCandidates(answer.ok ? { told: answer.value, refusal: null } : { told: null, refusal: answer });
    });
    return () => {
      isWanted = false;
    };
  }, [id, isOnline]);
  return candidates;
}
