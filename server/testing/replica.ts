import type { Entry } from '../../protocol/entries.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { SupportRequest } from '../../protocol/model.ts';

type Row = Exclude<Entry, { kind: 'gone' }>;

function keyOf({ kind, row }: Row): string {
  switch (kind) {
    case 'activity':
      return `${kind} ${row.requestId}`;
    case 'cursor':
      return `${kind} ${row.requestId} ${row.reader}`;
    case 'message':
      return `${kind} ${row.requestId} ${String(row.seq).padStart(9, '0')}`;
    default:
      return `${kind} ${row.id}`;
  }
}
const requestOf = ({ kind, row }: Row): RequestId | null =>
  kind === 'request' ? row.id : 'requestId' in row ? row.requestId : null;

/** Makes an empty one. Entries may come in any order and any number of times. */
export function createReplica() {
  const rows = new Map<string, Row>();
  const gone = new Map<RequestId, number>();

  const requestRow = (id: RequestId): SupportRequest | null =>
    (rows.get(`request ${id}`)?.row as SupportRequest | undefined) ?? null;
  const isHere = (id: RequestId): boolean => (requestRow(id)?.position ?? -1) > (gone.get(id) ?? -1);

  return {
    apply: (entries: readonly Entry[]): void => {
      for (const entry of entries) {
        if (entry.kind === 'gone') {
          const { requestId, position } = entry.row;
          gone.set(requestId, Math.max(position, gone.get(requestId) ?? 0));
          continue;
        }
        const before = rows.get(keyOf(entry));
        if (before === undefined || before.row.position < entry.row.position) rows.set(keyOf(entry), entry);
      }
    },
    /** Drops what is out of a new scope. What went away under the one before may be sent again. */
    keepOnly: ({ companies, available }: Scope): void => {
      const isKept = (request: SupportRequest | null): boolean =>
        request !== null &&
        companies.includes(request.companyId) &&
        (available || request.assigneeId !== null || request.closedAt !== null);
      for (const [key, entry] of rows) {
        const id = requestOf(entry);
        if (id !== null && (!isHere(id) || !isKept(requestRow(id)))) {
          if (entry.kind !== 'request') rows.delete(key);
        } else if (entry.kind === 'company' && !companies.includes(entry.row.id)) rows.delete(key);
        else if (entry.kind === 'notice' && entry.row.companyId !== null && !companies.includes(entry.row.companyId)) {
          rows.delete(key);
        }
      }
      for (const [key, entry] of rows) {
        if (entry.kind === 'request' && (!isHere(entry.row.id) || !isKept(entry.row))) rows.delete(key);
      }
      gone.clear();
    },
    request: (id: RequestId): SupportRequest | null => (isHere(id) ? requestRow(id) : null),
    /** All that is here, by key, in order; ended notices are nothing to anybody. */
    dump: (): Record<string, unknown> => {
      const here = [...rows].filter(([, entry]) => {
        const id = requestOf(entry);
        if (entry.kind === 'notice' && entry.row.endedAt !== null) return false;
        return id === null || isHere(id);
      });
      return Object.fromEntries(
        here.map(([key, entry]) => [key, entry.row] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    },
  };
}
