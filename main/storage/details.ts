import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestRow } from '../../preload/list-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { statuses } from '../../protocol/lifecycle.ts';
import type { Notice, SupportRequest } from '../../protocol/model.ts';
import { readNotices } from './notices.ts';
import { refusedOf, type Outbox, type Waiting } from './outbox.ts';
import { latestScreenShare } from './screen-shares.ts';
import type { Row, Statements } from './statements.ts';

const mostEarlier = 20;

/** Asks for other requests of the same address at the same company. */
export const earlierQuery = `SELECT id, subject, status, created_at FROM requests WHERE email = ? AND company_id = ? AND id <> ?
  ORDER BY id DESC LIMIT ?`;

/** The request as it will be once the relay has settled what is on its way, so that nothing done is offered again. */
function overlaid(request: SupportRequest, waiting: readonly Waiting[]): SupportRequest {
  let shown = request;
  for (const { name, state, at } of waiting) {
    if (state === 'refused') continue;
    if (name === 'request.close') shown = { ...shown, closedAt: shown.closedAt ?? at, chat: 'ended' };
    if (name === 'request.unassign') shown = { ...shown, assigneeId: null, assignedAt: null, handover: null };
  }
  return shown;
}

/** A technician's name as far as this console knows it; null for nobody. */
export const technicianName = (cache: Statements, id: string | undefined): string | null =>
  id === undefined ? null : String(cache.one('SELECT name FROM technicians WHERE id = ?', id)?.['name'] ?? '');

export type DetailsParts = { cache: Statements; outbox: Outbox; rowOf: (row: Row) => RequestRow };

/** All of one request but its conversation. */
export function createDetails({ cache, outbox, rowOf }: DetailsParts) {
  const earlierOf = ({ id, customer, companyId }: SupportRequest): RequestDetails['earlier'] =>
    cache.many(earlierQuery, customer.email, companyId, id, mostEarlier).map((other) => ({
      id: other['id'] as RequestId,
      subject: String(other['subject']),
      status: statuses[Number(other['status'])] ?? 'new',
      createdAt: Number(other['created_at']),
    }));

  const noticesFor = ({ companyId }: SupportRequest): Notice[] =>
    readNotices(cache).filter((notice) => notice.companyId === null || notice.companyId === companyId);

  return {
    /** Null: not in this console's cache, whether or not it exists. */
    readRequest: (id: RequestId): RequestDetails | null => {
      const row = cache.one('SELECT * FROM requests WHERE id = ?', id);
      if (row === undefined) return null;
      const waiting = outbox.readWaiting(id);
      const request = overlaid(JSON.parse(String(row['doc'])) as SupportRequest, waiting);
      const share = latestScreenShare(cache, id);
      const refused = waiting.filter(({ state }) => state === 'refused');
      return {
        row: rowOf(row),
        request,
        handoverFrom: technicianName(cache, request.handover?.fromId),
        handoverTo: technicianName(cache, request.handover?.toId),
        screenShare:
          share === null ? null : { ...share, technicianName: technicianName(cache, share.technicianId) ?? '' },
        refused: refused.map(refusedOf),
        earlier: earlierOf(request),
        notices: noticesFor(request),
      };
    },
  };
}
