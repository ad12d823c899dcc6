import type { QueryOutput } from '../../protocol/commands.ts';
import type { EntriesPush, Entry } from '../../protocol/entries.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Welcome } from '../../protocol/handshake.ts';
import type { Position } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { Changes } from '../storage/apply.ts';
import type { SnapshotPlace, Step } from '../storage/progress.ts';
import type { Storage } from '../storage/storage.ts';
import { createBackoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { nextPlace, planSnapshot, placeProgress } from './snapshot-plan.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** Pages handed to the storage before it is known what became of the first: the next is fetched and parsed meanwhile. */
const mostWrites = 2;

/** Where entries come from: history that a snapshot brings, what was missed, or what has just happened. */
export type Origin = 'snapshot' | 'missed' | 'live';

/** Whether what happens arrives as it happens. `progress`: done, of 0..1, of what is fetched besides; null for nothing, or untold. */
export type SyncState = { live: boolean; progress: number | null };

type SyncStorage = Pick<
  Storage,
  'readProgress' | 'writeProgress' | 'adoptHistory' | 'startCursor' | 'applyEntries' | 'keepOnly' | 'scrub'
>;

export type SyncParts = {
  storage: SyncStorage;
  connection: () => Pick<Connection, 'query' | 'isConnected'> | null;
  /** Something in the cache changed. */
  onChanged: (changes: Changes, origin: Origin) => void;
  /** Everything may have changed: access did. */
  onReset: () => void;
  onState: (state: SyncState) => void;
  onError: (error: unknown) => void;
  /** Spreads the tries; of 0..1. */
  random?: () => number;
};

type PageAnswer = Promise<Result<QueryOutput<'snapshot.read'>>> | undefined;

/** The work belongs to a connection that is gone, or could not be answered. */
class Broken extends Error {}

/**
 * Keeps the cache a copy of what the relay has for this technician: who is who and what is open first, so that the
 * panes are right at once; then the stream, from where pushes go on; then, beside it, the closed requests.
 */
export function createSync(parts: SyncParts) {
  const { storage, connection, onChanged, onReset, onState, onError } = parts;
  const backoff = createBackoff({
    firstMs: firstRetryMs,
    longestMs: longestRetryMs,
    random: parts.random ?? Math.random,
  });
  // One job at a time, in the order they came; a new round makes the jobs of the one before void.
  let work: Promise<void> = Promise.resolve();
  let round = 0;
  let isLive = false;
  let retry: NodeJS.Timeout | undefined;

  const told = (error: unknown): void => {
    if (!(error instanceof Broken)) onError(error);
  };
  function enqueue(job: (mine: number) => Promise<void>): void {
    const mine = round;
    work = work.then(async () => {
      if (mine !== round) return;
      try {
        await job(mine);
      } catch (error) {
        told(error);
        if (mine === round) retryLater();
      }
    });
  }

  /** No answer, or no room on the disk: as long as this connection lasts it is tried again. */
  function retryLater(): void {
    isLive = false;
    clearTimeout(retry);
    if (connection()?.isConnected() !== true) return;
    onState({ live: false, progress: null });
    retry = setTimeout(() => beginRound(bringUpToDate), backoff.next());
  }

  function beginRound(job: (mine: number) => Promise<void>): void {
    round += 1;
    isLive = false;
    ahead = null;
    clearTimeout(retry);
    onState({ live: false, progress: null });
    enqueue(async (mine) => {
      // What was handed over for the round before is not to come in between.
      for (const write of await Promise.allSettled(writes.splice(0)))
        if (write.status === 'rejected') told(write.reason);
      await job(mine);
    });
  }

  async function asked<T>(mine: number, answer: Promise<Result<T>> | undefined): Promise<T> {
    const result = await answer;
    if (mine !== round || result === undefined || !result.ok) throw new Broken();
    return result.value;
  }

  const writes: Promise<void>[] = [];
  /** Hands a page over; resolves when there is room for another. Whether it was written shows in `written`. */
  async function write(entries: readonly Entry[], step: Step, origin: Origin): Promise<void> {
    const writing = put(entries, step, origin).then((isDone) => {
      if (!isDone) throw new Broken();
    });
    // Told to whoever waits for it, which nobody may do before it fails.
    writing.catch(() => {});
    writes.push(writing);
    if (writes.length >= mostWrites) await writes.shift();
  }
  /** Resolves when all that was handed over is written; rejects if something could not be. */
  async function written(): Promise<void> {
    await Promise.all(writes.splice(0));
  }
  /** Writes a page and tells what changed; false if the cache is not where it begins. */
  async function put(entries: readonly Entry[], step: Step, origin: Origin): Promise<boolean> {
    const changes = await storage.applyEntries(entries, step, origin !== 'snapshot');
    if (changes !== null) onChanged(changes, origin);
    return changes !== null;
  }

  /** Drops what is out of sight now and plans a snapshot of what is lacking. */
  async function adoptScope(scope: Scope, head: Position | null): Promise<void> {
    const { scope: before, snapshot } = await storage.readProgress();
    if (before?.revision === scope.revision) return;
    if (before === null && head !== null) await storage.startCursor(head);
    if (before !== null) while (await storage.keepOnly(scope.companies, scope.available));
    await storage.writeProgress({ scope, snapshot: planSnapshot(before, scope, snapshot) });
    onReset();
  }

  /** The page of the snapshot that comes next, asked for while the one before it is written. */
  let ahead: { place: string; page: PageAnswer } | null = null;
  function ask(place: SnapshotPlace): PageAnswer {
    const isAsked = ahead?.place === JSON.stringify(place);
    const page = isAsked && ahead !== null ? ahead.page : connection()?.query('snapshot.read', place);
    ahead = null;
    return page;
  }

  /** Fetches the page of the snapshot at a place and hands it over; answers where to go on. */
  async function fetchPage(mine: number, place: SnapshotPlace): Promise<SnapshotPlace | null> {
    const page = await asked(mine, ask(place));
    const next = nextPlace(place, page.next);
    if (next !== null) ahead = { place: JSON.stringify(next), page: connection()?.query('snapshot.read', next) };
    await write(page.entries, { kind: 'snapshot', at: place, next }, 'snapshot');
    return next;
  }

  /** Reads the stream from the cursor until there is no more; from then on the relay pushes. */
  async function catchUp(mine: number): Promise<void> {
    const { cursor } = await storage.readProgress();
    for (let after: Position | null = cursor as Position; after !== null;) {
      const { entries, to, more }: QueryOutput<'stream.read'> = await asked(
        mine,
        connection()?.query('stream.read', { after }),
      );
      await write(entries, { kind: 'stream', from: after, to }, 'missed');
      after = more ? to : null;
    }
    await written();
    isLive = true;
    backoff.reset();
  }

  /** The closed requests, a page at a time: each a job of its own, so that pushes get between. */
  async function fetchHistory(mine: number, place: SnapshotPlace | null): Promise<void> {
    if (place === null) {
      await written();
      onState({ live: true, progress: null });
      enqueue(tidyUp);
      return;
    }
    onState({ live: true, progress: placeProgress(place, newestClosed) });
    const next = await fetchPage(mine, place);
    if (next?.after) newestClosed ??= Number.parseInt(next.after, 10);
    enqueue((later) => fetchHistory(later, next));
  }
  let newestClosed: number | null = null;

  /** What left the cache leaves the search indexes too, step by step. */
  async function tidyUp(): Promise<void> {
    if (await storage.scrub()) enqueue(tidyUp);
  }

  async function bringUpToDate(mine: number): Promise<void> {
    let { snapshot } = await storage.readProgress();
    while (snapshot !== null && snapshot.stage !== 'closed') snapshot = await fetchPage(mine, snapshot);
    await catchUp(mine);
    newestClosed = null;
    await fetchHistory(mine, snapshot);
  }

  return {
    /** A connection begins. */
    welcomed: ({ scope, head, history }: Welcome): void =>
      beginRound(async (mine) => {
        // The relay was set back to a backup: positions, and what was written since, count no more.
        if (await storage.adoptHistory(history)) onReset();
        await adoptScope(scope, head);
        await bringUpToDate(mine);
      }),
    /** Access or availability changed while connected. */
    scopeChanged: (scope: Scope): void =>
      beginRound(async (mine) => {
        await adoptScope(scope, null);
        await bringUpToDate(mine);
      }),
    pushed: ({ from, to, entries }: EntriesPush): void =>
      enqueue(async (mine) => {
        // What comes before the console is live is in the pages that it still reads.
        if (!isLive) return;
        if (!(await put(entries, { kind: 'stream', from, to }, 'live'))) await catchUp(mine);
      }),
    /** The connection ended; what is under way for it is dropped. */
    lost: (): void => {
      round += 1;
      isLive = false;
      clearTimeout(retry);
    },
    /** Resolves when nothing is under way. */
    settled: async (): Promise<void> => {
      for (let seen: Promise<void> | null = null; seen !== work;) {
        seen = work;
        await seen;
        await Promise.allSettled(writes);
      }
    },
  };
}
