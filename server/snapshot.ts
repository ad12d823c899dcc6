import type { QueryInput, QueryOutput } from '../protocol/commands.ts';
import type { Entry } from '../protocol/entries.ts';
import type { CompanyId, RequestId } from '../protocol/ids.ts';
import type { Scope } from '../protocol/technicians.ts';
import { isVisible } from './access.ts';
import { outwardFile } from './store/file-store.ts';
import type { Reader } from './store/store.ts';
import { outward, pageSize } from './stream.ts';

const requestsAtOnce = 50;
type Page = QueryOutput<'snapshot.read'>;

/** Where a page goes on: below a request, or within its conversation. It comes from outside, so it is worth no trust. */
function parsePlace(after: string | null): { below: RequestId | null; seq: number } | null {
  if (after === null) return { below: null, seq: 0 };
  const [, below, seq] = /^([1-9]\d{0,14})\.(\d{1,15})$/.exec(after) ?? [];
  return below === undefined ? null : { below: Number(below) as RequestId, seq: Number(seq) };
}

/**
 * One page of a snapshot: rows as they are now, of those companies that are in the technician's scope. Null if `after`
 * is not what a page said.
 */
export async function readSnapshot(
  read: Reader,
  scope: Scope,
  { stage, unassignedOnly, after, ...input }: QueryInput<'snapshot.read'>,
): Promise<Page | null> {
  const asked = new Set(input.companies);
  const companies = scope.companies.filter((id) => asked.has(id));
  const place = parsePlace(after);
  if (place === null) return null;
  if (stage === 'directory') return { entries: await readDirectory(read, companies), next: null };

  const entries: Entry[] = [];
  if (place.below !== null && place.seq > 0) {
    const next = await goOn(read, scope, entries, place.below, place.seq);
    if (next !== null) return { entries, next };
  }
  const requests = await read.requestsOf(companies, stage === 'open', place.below, requestsAtOnce);
  for (const request of requests) {
    if (!isVisible(request, scope) || (unassignedOnly && request.assigneeId !== null)) continue;
    entries.push(outward({ kind: 'request', row: request }));
    const activity = await read.activity(request.id);
    if (activity !== null) entries.push({ kind: 'activity', row: activity });
    for (const row of await read.cursors(request.id)) entries.push({ kind: 'cursor', row });
    for (const row of await read.screenShares(request.id)) entries.push({ kind: 'screen-share', row });
    for (const row of await read.filesOf(request.id)) entries.push({ kind: 'file', row: outwardFile(row) });
    const next = await addConversation(read, entries, request.id, 0);
    if (next !== null) return { entries, next };
    if (entries.length >= pageSize) return { entries, next: `${request.id}.0` };
  }
  const last = requests.at(-1);
  return { entries, next: requests.length < requestsAtOnce || last === undefined ? null : `${last.id}.0` };
}

/** The rest of a conversation that did not fit into the page before; of one that is out of sight, or never was in it, nothing. */
async function goOn(read: Reader, scope: Scope, entries: Entry[], id: RequestId, seq: number): Promise<string | null> {
  const request = await read.requestSight(id);
  return request !== null && isVisible(request, scope) ? addConversation(read, entries, id, seq) : null;
}

/** Adds messages after `seq`; answers where to go on if there may be more than a page. */
async function addConversation(read: Reader, entries: Entry[], id: RequestId, seq: number): Promise<string | null> {
  const messages = await read.messages(id, seq, pageSize);
  for (const row of messages) entries.push({ kind: 'message', row });
  return messages.length === pageSize ? `${id}.${messages.at(-1)?.seq ?? seq}` : null;
}

/** Who is who, and what those who wait are told. */
async function readDirectory(read: Reader, ids: readonly CompanyId[]): Promise<Entry[]> {
  const wanted = new Set(ids);
  const technicians = (await read.accounts()).map(({ id, position, name }): Entry => ({
    kind: 'technician',
    row: { id, position, name },
  }));
  const companies = (await read.companies()).filter(({ id }) => wanted.has(id));
  const notices = (await read.notices(null)).filter(({ companyId }) => companyId === null || wanted.has(companyId));
  return [
    ...technicians,
    ...companies.map((row): Entry => ({ kind: 'company', row })),
    ...notices.map((row): Entry => ({ kind: 'notice', row })),
    ...(await read.expertClients()).map((row): Entry => ({ kind: 'expert-client', row })),
    ...(await read.savedReplies()).map((row): Entry => ({ kind: 'saved-reply', row })),
  ];
}
