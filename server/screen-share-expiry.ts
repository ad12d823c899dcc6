import { isScreenShareOpen } from '../protocol/lifecycle.ts';
import type { ScreenShareId } from '../protocol/ids.ts';
import type { ScreenShare } from '../protocol/screen-share.ts';
import { finishScreenShare } from './commands/screen-share-end.ts';
import type { Config } from './config.ts';
import type { Presences } from './presence.ts';
import type { Store } from './store/store.ts';

export type ExpiryParts = {
  store: Store;
  presences: Pick<Presences, 'of'>;
  config: Pick<Config, 'screenShareAnswerMs' | 'screenShareConnectMs' | 'screenShareGoneMs'>;
  clock: () => number;
  newId: () => string;
};
type Outcome = Parameters<typeof finishScreenShare>[2];

/**
 * Makes the work that ends sessions which wait in vain: for an answer, for the first picture, or for a customer whose
 * page is gone. One whose technician is gone ends with the request's lease. A session is looked at again in the
 * transaction that ends it.
 */
export function createScreenShareExpiry({ store, presences, config, clock, newId }: ExpiryParts) {
  /** Since when the pages of a session's customer are gone; what was so before the relay started is nobody's fault. */
  const goneSince = new Map<ScreenShareId, number>();

  function outcomeOf({ id, state, client, requestedAt, acceptedAt }: ScreenShare): Outcome | null {
    const now = clock();
    if (state === 'requested' && now - requestedAt > config.screenShareAnswerMs) return { state: 'expired' };
    // Whether an expert client's two sides have met only the technician can tell.
    if (state === 'accepted' && client.kind === 'built-in' && now - (acceptedAt ?? now) > config.screenShareConnectMs)
      return { state: 'failed', why: 'no-connection' };
    if (now - (goneSince.get(id) ?? now) <= config.screenShareGoneMs) return null;
    return state === 'requested' ? { state: 'expired' } : { state: 'ended', why: 'customer-left' };
  }

  return async (): Promise<void> => {
    const open = await store.read.openScreenShares();
    for (const id of goneSince.keys()) if (!open.some((share) => share.id === id)) goneSince.delete(id);
    for (const share of open) {
      if (presences.of(share.requestId).customer.connected) goneSince.delete(share.id);
      else if (!goneSince.has(share.id)) goneSince.set(share.id, clock());
      if (outcomeOf(share) === null) continue;
      await store.write(async (tx) => {
        const now = await tx.screenShare(share.id);
        const outcome = now === null || !isScreenShareOpen(now.state) ? null : outcomeOf(now);
        if (now !== null && outcome !== null) await finishScreenShare({ tx, now: clock(), newId }, now, outcome);
      });
    }
  };
}
