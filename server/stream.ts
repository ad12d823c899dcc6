import type { EntriesPage, Entry } from '../protocol/entries.ts';
import type { CompanyId, Position, RequestId } from '../protocol/ids.ts';
import type { QueryInput, QueryOutput } from '../protocol/commands.ts';
import type { Scope } from '../protocol/model.ts';
import { isEntryVisible, isVisible } from './access.ts';
import type { Reader, StoredRequest } from './store/store.ts';

const pageSize = 500;

/** A request's row as it goes out: without what only the relay needs. */
function outward(entry: Entry): Entry {
  if (entry.kind !== 'request') return entry;
  const { exposedAt: _exposed, withdrawnAt: _withdrawn, ...row } = entry.row as StoredRequest;
  return { kind: 'request', row };
}

const requestIdOf = (entry: Entry): RequestId | null => {
  if (entry.kind === 'request') return entry.row.id;
  return 'requestId' in entry.row ? entry.row.requestId : null;
};

/** All that belongs to a request, as entries. */
async function* everythingOf(read: Reader, request: StoredRequest): AsyncGenerator<Entry> {
  yield { kind: 'request', row: request };
  const activity = await read.activity(request.id);
  if (activity !== null) yield { kind: 'activity', row: activity };
  for (const row of await read.cursors(request.id)) yield { kind: 'cursor', row };
  for (let after = 0; ;) {
    const messages = await read.messages(request.id, after, pageSize);
    for (const row of messages) yield { kind: 'message', row };
    if (messages.length < pageSize) return;
    after = messages.at(-1)?.seq ?? after;
  }
}

/**
 * What of the changes after a position, up to another, a technician with this scope gets. For one who is not Available
 * a request that somebody took comes with all that was said before, and one that went back to New goes away.
 */
export async function visibleEntries(
  read: Reader,
  scope: Scope,
  changes: readonly Entry[],
  after: Position,
  to: Position,
): Promise<Entry[]> {
  const requests = new Map<RequestId, StoredRequest | null>();
  const out: Entry[] = [];
  for (const entry of changes) {
    const id = requestIdOf(entry);
    if (id !== null && !requests.has(id)) requests.set(id, await read.request(id));
    const request = id === null ? null : (requests.get(id) ?? null);
    if (isEntryVisible(entry, request, scope)) out.push(outward(entry));
    else if (entry.kind === 'request' && isWithdrawn(request, scope, after)) {
      out.push({ kind: 'gone', row: { requestId: entry.row.id, position: entry.row.position } });
    }
  }
  if (scope.available) return out;
  for (const request of await read.exposed(after, to)) {
    if (isVisible(request, scope)) for await (const part of everythingOf(read, request)) out.push(outward(part));
  }
  return out;
}

/** Whether a technician who is not Available could see the request until a change after this position. */
function isWithdrawn(request: StoredRequest | null, scope: Scope, after: Position): boolean {
  if (request === null || !scope.companies.includes(request.companyId)) return false;
  return !isVisible(request, scope) && request.exposedAt !== null && (request.withdrawnAt ?? 0) > after;
}

/** The next stretch of the stream after a position: the one way by which a console that was away, or is behind, catches up. */
export async function readSince(read: Reader, scope: Scope, after: Position): Promise<EntriesPage> {
  const head = await read.head();
  const changes = await read.since(after, pageSize);
  const to = changes.length > pageSize ? (changes[pageSize - 1]?.row.position ?? head) : head;
  const within = changes.filter((entry) => entry.row.position <= to);
  const entries = await visibleEntries(read, scope, within, after, to);
  return { entries, to, more: to < head };
}

/** One page of a snapshot: rows as they are now, of those companies that are in the technician's scope. */
export async function readSnapshot(
  read: Reader,
  scope: Scope,
  input: QueryInput<'snapshot.read'>,
): Promise<QueryOutput<'snapshot.read'>> {
  const companies = input.companies.filter((id) => scope.companies.includes(id));
  if (input.stage === 'directory') return { entries: await readDirectory(read, companies), next: null };

  const [below, seq] = (input.after ?? '').split('.').map(Number);
  const entries: Entry[] = [];
  // A request whose conversation did not fit into the last page goes on where it stopped.
  if (below && seq) {
    const next = await addConversation(read, entries, below as RequestId, seq);
    if (next !== null) return { entries, next };
  }
  const requests = await read.requestsOf(companies, input.stage === 'open', below || null, 200);
  for (const request of requests) {
    if (!isVisible(request, scope) || (input.unassignedOnly && request.assigneeId !== null)) continue;
    entries.push(outward({ kind: 'request', row: request }));
    const activity = await read.activity(request.id);
    if (activity !== null) entries.push({ kind: 'activity', row: activity });
    for (const row of await read.cursors(request.id)) entries.push({ kind: 'cursor', row });
    const next = await addConversation(read, entries, request.id, 0);
    if (next !== null) return { entries, next };
    if (entries.length >= pageSize) return { entries, next: `${request.id}.0` };
  }
  const last = requests.at(-1);
  return { entries, next: requests.length < 200 || last === undefined ? null : `${last.id}.0` };
}

/** Adds messages after `seq`; answers where to go on if there are more than a page. */
async function addConversation(read: Reader, entries: Entry[], id: RequestId, seq: number): Promise<string | null> {
  const messages = await read.messages(id, seq, pageSize);
  for (const row of messages) entries.push({ kind: 'message', row });
  return messages.length === pageSize ? `${id}.${messages.at(-1)?.seq ?? seq}` : null;
}

async function readDirectory(read: Reader, companies: readonly CompanyId[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { id, position, name } of await read.accounts())
    entries.push({ kind: 'technician', row: { id, position, name } });
  const notices = new Map<string, Entry>();
  for (const id of companies) {
    const company = await read.company(id);
    if (company !== null) entries.push({ kind: 'company', row: company });
    for (const row of await read.notices(id)) notices.set(row.id, { kind: 'notice', row });
  }
  return [...entries, ...notices.values()];
}
