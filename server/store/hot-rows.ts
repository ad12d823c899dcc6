import type Database from 'better-sqlite3';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { Activity } from '../../protocol/model.ts';
import type { Account, Reader, StoredRequest, StoredSession } from './store.ts';

/** Most requests that are kept in memory: those in which something goes on. */
const keptRequests = 5_000;

/** Where a transaction stands, to come back to when a part of it is undone. */
export type HotMark = { requests: number; activities: number };

/** Rows as committed, and over them those of the transaction under way, which can be undone step by step. */
function createLayers<K, V>(limit: number) {
  const committed = new Map<K, V>();
  const fresh = new Map<K, V>();
  const before: [K, V | undefined][] = [];
  const keep = (key: K, value: V): V => {
    if (committed.size >= limit && !committed.has(key)) {
      const [oldest] = committed.keys();
      if (oldest !== undefined) committed.delete(oldest);
    }
    committed.set(key, value);
    return value;
  };
  const clearFresh = (): void => {
    fresh.clear();
    before.length = 0;
  };
  return {
    fresh,
    /** The row, or null if it has to be read, by `load`. */
    read: (key: K, load: () => V | null): V | null => {
      const held = fresh.get(key) ?? committed.get(key);
      if (held !== undefined) return held;
      const loaded = load();
      return loaded === null ? null : keep(key, loaded);
    },
    write: (key: K, value: V): void => {
      before.push([key, fresh.get(key)]);
      fresh.set(key, value);
    },
    mark: (): number => before.length,
    rewind: (mark: number): void => {
      while (before.length > mark) {
        const [key, value] = before.pop() as [K, V | undefined];
        if (value === undefined) fresh.delete(key);
        else fresh.set(key, value);
      }
    },
    commit: (): void => {
      for (const [key, value] of fresh) keep(key, value);
      clearFresh();
    },
    abandon: clearFresh,
    drop: (): void => {
      committed.clear();
      clearFresh();
    },
  };
}

/**
 * What every message asks for, kept between the transactions of the one process that writes: the request, its activity,
 * and who its author is. Only good within transactions, where nobody else can write; `begin` finds out whether somebody
 * did in between. `reader` reads on the connection that writes.
 */
export function createHotRows(db: Database.Database, reader: Reader) {
  const requests = createLayers<RequestId, StoredRequest>(keptRequests);
  const activities = createLayers<RequestId, Activity>(keptRequests);
  const accounts = new Map<TechnicianId, Account>();
  const scopes = new Map<TechnicianId, Scope>();
  const scopesByRevision = new Map<string, Scope>();
  const sessions = new Map<string, StoredSession>();
  const version = db.prepare('PRAGMA data_version').pluck();
  let seenVersion = version.get();
  /** Somebody's access, availability or sign-in was written: until the end of the transaction such rows are read. */
  let isDirectoryWritten = false;

  const dropDirectory = (): void => {
    for (const map of [accounts, scopes, scopesByRevision, sessions]) map.clear();
    isDirectoryWritten = false;
  };
  function held<K, V>(map: Map<K, V>, key: K, load: (key: K) => V | null): V | null {
    if (isDirectoryWritten) return load(key);
    const found = map.get(key) ?? load(key);
    if (found !== null) map.set(key, found);
    return found;
  }
  /** One object for all who see the same. */
  function shared(scope: Scope | null): Scope | null {
    if (scope === null) return null;
    const same = scopesByRevision.get(scope.revision) ?? scope;
    scopesByRevision.set(scope.revision, same);
    return same;
  }
  const request = (id: RequestId): StoredRequest | null =>
    requests.read(id, () => reader.request(id) as StoredRequest | null);

  return {
    reader: {
      ...reader,
      request,
      requestSight: request,
      activity: (id) => activities.read(id, () => reader.activity(id) as Activity | null),
      account: (id) => held(accounts, id, (key) => reader.account(key) as Account | null),
      scope: (id) => held(scopes, id, (key) => shared(reader.scope(key) as Scope | null)),
      session: (hash) => held(sessions, hash, (key) => reader.session(key) as StoredSession | null),
    } satisfies Reader,
    /** Activities that this transaction wrote, to be put down once each. */
    freshActivities: activities.fresh,
    putRequest: (row: StoredRequest): void => requests.write(row.id, row),
    putActivity: (row: Activity): void => activities.write(row.requestId, row),
    directoryWritten: (): void => {
      isDirectoryWritten = true;
    },
    begin: (): void => {
      const now = version.get();
      if (now === seenVersion) return;
      seenVersion = now;
      requests.drop();
      activities.drop();
      dropDirectory();
    },
    mark: (): HotMark => ({ requests: requests.mark(), activities: activities.mark() }),
    rewind: (mark: HotMark): void => {
      requests.rewind(mark.requests);
      activities.rewind(mark.activities);
    },
    /** The transaction is over: on disk, or undone. */
    end: (isCommitted: boolean): void => {
      for (const layers of [requests, activities]) isCommitted ? layers.commit() : layers.abandon();
      if (isDirectoryWritten) dropDirectory();
    },
  };
}
