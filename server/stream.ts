import type { EntriesPage, Entry } from '../protocol/entries.ts';
import type { CompanyId, Position, RequestId } from '../protocol/ids.ts';
import type { Scope } from '../protocol/technicians.ts';
import { isEntryVisible, isVisible } from './access.ts';
import { outwardFile } from './store/file-store.ts';
import type { Reader, RequestSight, StoredRequest } from './store/store.ts';
import { nextTurn } from './turns.ts';

/** Entries of a page of the stream, and of a snapshot; a page ends where a request or a conversation does. */
export const pageSize = 500;

/** A request's row as it goes out: without what only the relay needs. */
export function outward(entry: Entry): Entry {
  if (entry.kind !== 'request') return entry;
  const { exposedAt: _exposed, withdrawnAt: _withdrawn, joinedAt: _joined, ...row } = entry.row as StoredRequest;
  return { kind: 'request', row };
}

/** Changes by the company that they concern, so that a scope looks only at what may be its own. */
export type SortedChanges = {
  everybody: readonly Entry[];
  byCompany: ReadonlyMap<CompanyId, readonly { entry: Entry; request: RequestSight | null }[]>;
};

/** Reads once, for all who are told, whom changes concern. Requests are looked at as they are now. */
export async function sortChanges(read: Reader, changes: readonly Entry[]): Promise<SortedChanges> {
  const requests = new Map<RequestId, RequestSight | null>();
  const everybody: Entry[] = [];
  const byCompany = new Map<CompanyId, { entry: Entry; request: RequestSight | null }[]>();
  for (const change of changes) {
    const id = requestIdOf(change);
    if (id !== null && !requests.has(id)) requests.set(id, await read.requestSight(id));
    const request = id === null ? null : (requests.get(id) ?? null);
    const company = companyOf(change, request);
    const entry = outward(change);
    if (company === null) {
      everybody.push(entry);
      continue;
    }
    const concerned = byCompany.get(company) ?? [];
    byCompany.set(company, concerned);
    concerned.push({ entry, request });
  }
  return { everybody, byCompany };
}

const requestIdOf = (entry: Entry): RequestId | null => {
  if (entry.kind === 'request') return entry.row.id;
  return 'requestId' in entry.row ? entry.row.requestId : null;
};

function companyOf(entry: Entry, request: RequestSight | null): CompanyId | null {
  if (entry.kind === 'company') return entry.row.id;
  return entry.kind === 'notice' ? entry.row.companyId : (request?.companyId ?? null);
}

/** What of the changes, after a position up to another, a scope is to see; for one who is not Available, what went back to New goes away. */
async function visibleChanges(
  read: Reader,
  scope: Scope,
  { everybody, byCompany }: SortedChanges,
  after: Position,
  to: Position,
): Promise<Entry[]> {
  const out = everybody.filter((entry) => isEntryVisible(entry, null, scope));
  const concerned = scope.companies.length < byCompany.size ? scope.companies : [...byCompany.keys()];
  for (const company of concerned) {
    for (const { entry, request } of byCompany.get(company) ?? []) {
      if (isEntryVisible(entry, request, scope)) out.push(entry);
    }
  }
  out.sort((a, b) => a.row.position - b.row.position);
  if (scope.available) return out;
  for (const request of await read.withdrawn(after, to)) {
    const { id, companyId, withdrawnAt } = request;
    if (withdrawnAt === null || isVisible(request, scope) || !scope.companies.includes(companyId)) continue;
    out.push({ kind: 'gone', row: { requestId: id, position: withdrawnAt } });
  }
  return out;
}

/**
 * What live consoles that share a scope and stand at a position are pushed of the changes up to another. For those who
 * are not Available a request that somebody took comes with all that was said before.
 */
export async function entriesToPush(
  read: Reader,
  scope: Scope,
  changes: SortedChanges,
  after: Position,
  to: Position,
): Promise<Entry[]> {
  const out = await visibleChanges(read, scope, changes, after, to);
  if (scope.available) return out;
  for (const request of await read.exposed(after, to)) {
    if (isVisible(request, scope)) for await (const part of everythingOf(read, request, to)) out.push(part);
  }
  return out;
}

/** All that belongs to a request up to a position, as it goes out; a long conversation lets others have their turns. */
async function* everythingOf(read: Reader, request: StoredRequest, upTo: Position): AsyncGenerator<Entry> {
  yield outward({ kind: 'request', row: request });
  const activity = await read.activity(request.id);
  if (activity !== null) yield { kind: 'activity', row: activity };
  for (const row of await read.cursors(request.id)) yield { kind: 'cursor', row };
  for (const row of await read.screenShares(request.id)) yield { kind: 'screen-share', row };
  for (const row of await read.filesOf(request.id)) yield { kind: 'file', row: outwardFile(row) };
  for (let after = 0; ; await nextTurn()) {
    const messages = await read.messages(request.id, after, pageSize);
    for (const row of messages) if (row.position <= upTo) yield { kind: 'message', row };
    const last = messages.at(-1);
    if (last === undefined || messages.length < pageSize || last.position > upTo) return;
    after = last.seq;
  }
}

/**
 * The next stretch of the stream after a position: the one way by which a console that was away, or is behind, catches
 * up. Requests that somebody took in it come with what was said before it: whoever was not Available at its beginning
 * has none of that, whatever he is now.
 */
export async function readSince(read: Reader, scope: Scope, after: Position): Promise<EntriesPage> {
  const head = await read.head();
  // One more than a page of each kind, so that a page that is full can be told from one that is complete.
  const changes = await read.since(after, pageSize + 1);
  const end = changes.length > pageSize ? (changes[pageSize - 1]?.row.position ?? head) : head;
  const { requests, to } = await comingIntoSight(read, scope, after, end);
  const within = changes.filter((entry) => entry.row.position <= to);
  const entries = await visibleChanges(read, scope, await sortChanges(read, within), after, to);
  for (const request of requests) for await (const part of everythingOf(read, request, after)) entries.push(part);
  return { entries, to, more: to < head };
}

/** Requests that somebody took in a stretch and that were there before it, and up to where their past fits into a page; that of one always does. */
async function comingIntoSight(
  read: Reader,
  scope: Scope,
  after: Position,
  end: Position,
): Promise<{ requests: StoredRequest[]; to: Position }> {
  const requests: StoredRequest[] = [];
  let room = pageSize;
  for (const request of await read.exposed(after, end)) {
    const [first] = isVisible(request, scope) ? await read.messages(request.id, 0, 1) : [];
    if (first === undefined || first.position > after || request.exposedAt === null) continue;
    const size = (await read.activity(request.id))?.lastSeq ?? 0;
    if (requests.length > 0 && size > room) return { requests, to: (request.exposedAt - 1) as Position };
    requests.push(request);
    room -= size;
  }
  return { requests, to: end };
}
