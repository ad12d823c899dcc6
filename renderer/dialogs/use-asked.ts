import { useEffect, useState } from 'react';
import type { Refusal, Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';

/** What the relay told of a request: null while it is being asked. */
export type Asked<T> = { told: T | null; refusal: Refusal | null };

const asking = { told: null, refusal: null };

/** Asks about a request, and again whenever the connection comes back: what was told may be so no more. `read` stays the same. */
export function useAsked<T>(read: (id: RequestId) => Promise<Result<T>>, id: RequestId, isOnline: boolean): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>(asking);
  useEffect(() => {
    if (!isOnline) return;
    let isWanted = true;
    setAsked(asking);
    void read(id).then((answer) => {
      if (!isWanted) return;
      setAsked(answer.ok ? { told: answer.value, refusal: null } : { told: null, refusal: answer });
    });
    return () => {
      isWanted = false;
    };
  }, [read, id, isOnline]);
  return asked;
}
