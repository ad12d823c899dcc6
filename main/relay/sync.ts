import type { EntriesPush } from '../../protocol/entries.ts';
import type { Welcome } from '../../protocol/handshake.ts';
import type { CompanyId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/model.ts';
import type { Changes } from '../storage/apply.ts';
import type { Progress, SnapshotPlace } from '../storage/operations.ts';
import type { Storage } from '../storage/storage.ts';
import type { Connection } from './connection.ts';

const stages = ['directory', 'open', 'closed'] as const;

export type SyncParts = {
  storage: Storage;
  connection: () => Connection | null;
  /** Something in the cache changed. `live`: it has just happened, rather than being caught up with. */
  onChanged: (changes: Changes, live: boolean) => void;
  /** Everything may have changed: access did. */
  onReset: () => void;
  /** Up to date from here on, or not: then `progress` of 0..1 if that can be told. */
  onState: (state: { live: boolean; progress: number | null }) => void;
  onError: (error: unknown) => void;
};
export type Sync = ReturnType<typeof createSync>;

/** Keeps the cache a copy of what the relay has for this technician: snapshot of what is lacking, then the stream. */
export function createSync({ storage, connection, onChanged, onReset, onState, onError }: SyncParts) {
  // One thing at a time, in the order it came. A new connection makes the work for the old one void.
  let work: Promise<void> = Promise.resolve();
  let round = 0;
  let isLive = false;

  function enqueue(job: () => Promise<void>): void {
    work = work.then(job).catch(onError);
  }
  class Void extends Error {}
  const still = (mine: number): void => {
    if (mine !== round) throw new Void();
  };
  const guarded = (job: (mine: number) => Promise<void>): void => {
    const mine = round;
    enqueue(async () => {
      try {
        still(mine);
        await job(mine);
      } catch (error) {
        if (!(error instanceof Void)) throw error;
      }
    });
  };

  /** Answers the value, or ends this round: the connection is gone, and the next one begins anew. */
  async function asked<T>(
    mine: number,
    answer: Promise<{ ok: true; value: T } | { ok: false }> | undefined,
  ): Promise<T> {
    const result = await answer;
    still(mine);
    if (result === undefined || !result.ok) throw new Void();
    return result.value;
  }

  /** Drops what is out of sight now and plans a snapshot of what is lacking. */
  async function adoptScope(scope: Scope, head: number): Promise<void> {
    const before = await storage.readProgress();
    const isFirst = before.scope === null;
    if (isFirst) await storage.startCursor(head);
    if (before.scope?.revision === scope.revision) return;
    await storage.keepOnly(scope.companies, scope.available);
    const kept = before.held.companies.filter((id) => scope.companies.includes(id));
    const gained = scope.companies.filter((id) => !kept.includes(id));
    const gainsUnassigned = scope.available && !before.held.unassigned && kept.length > 0;
    const snapshot = planned(before, scope, kept, gained, gainsUnassigned);
    await storage.writeProgress({ scope, held: { companies: scope.companies, unassigned: scope.available }, snapshot });
    onReset();
  }

  /** A snapshot that was broken off starts over with all that is in scope: rows that are there already cost little. */
  function planned(
    before: Progress,
    scope: Scope,
    kept: CompanyId[],
    gained: CompanyId[],
    gainsUnassigned: boolean,
  ): SnapshotPlace | null {
    const start = { stage: 'directory', after: null } as const;
    if (before.snapshot !== null || (gained.length > 0 && gainsUnassigned))
      return { ...start, companies: scope.companies, unassignedOnly: false };
    if (gained.length > 0) return { ...start, companies: gained, unassignedOnly: false };
    if (gainsUnassigned) return { ...start, companies: kept, unassignedOnly: true };
    return null;
  }

  /** Fetches what is planned, page by page; each page is on disk with the place to go on from. */
  async function takeSnapshot(mine: number): Promise<void> {
    for (;;) {
      const { cursor: _cursor, ...progress } = await storage.readProgress();
      const { snapshot } = progress;
      if (snapshot === null) return;
      onState({ live: false, progress: stages.indexOf(snapshot.stage) / stages.length });
      const page = await asked(mine, connection()?.query('snapshot.read', snapshot));
      const changes = await storage.applyEntries(page.entries, null);
      await storage.writeProgress({ ...progress, snapshot: nextPlace(snapshot, page.next) });
      onChanged({ ...changes, news: [] }, false);
    }
  }

  function nextPlace(place: SnapshotPlace, next: string | null): SnapshotPlace | null {
    if (next !== null) return { ...place, after: next };
    const stage = stages[stages.indexOf(place.stage) + 1];
    return stage === undefined || (stage === 'closed' && place.unassignedOnly)
      ? null
      : { ...place, stage, after: null };
  }

  /** Reads the stream from the cursor until there is no more; from then on the relay pushes. */
  async function catchUp(mine: number): Promise<void> {
    for (;;) {
      const { cursor } = await storage.readProgress();
      const page = await asked(mine, connection()?.query('stream.read', { after: cursor as never }));
      const changes = await storage.applyEntries(page.entries, page.to);
      onChanged(changes, false);
      if (!page.more) break;
      onState({ live: false, progress: null });
    }
    isLive = true;
    onState({ live: true, progress: null });
  }

  /** Open requests first, so that the panes are right at once; then the stream, and only then the long history. */
  async function bringUpToDate(mine: number): Promise<void> {
    isLive = false;
    onState({ live: false, progress: null });
    await takeSnapshot(mine);
    await catchUp(mine);
  }

  return {
    welcomed: ({ scope, head }: Welcome): void => {
      round += 1;
      guarded(async (mine) => {
        await adoptScope(scope, head);
        await bringUpToDate(mine);
      });
    },
    scopeChanged: (scope: Scope): void =>
      guarded(async (mine) => {
        await adoptScope(scope, 0);
        await bringUpToDate(mine);
      }),
    pushed: ({ from, to, entries }: EntriesPush): void =>
      guarded(async (mine) => {
        const { cursor } = await storage.readProgress();
        // What comes before the console is live, or with a gap before it, is read from the stream instead.
        if (!isLive || from > cursor) return isLive ? bringUpToDate(mine) : undefined;
        onChanged(await storage.applyEntries(entries, to), true);
      }),
    lost: (): void => {
      round += 1;
      isLive = false;
    },
    /** Resolves when what was begun is done. */
    settled: (): Promise<void> => work,
  };
}
