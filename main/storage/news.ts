import type { MessageId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statusOf } from '../../protocol/lifecycle.ts';
import type { Message, SupportRequest } from '../../protocol/model.ts';
import type { Row } from './statements.ts';

/** Something that a technician may want to hear of; told for entries that arrive live. */
export type News =
  | { kind: 'request'; id: RequestId; customer: string; company: string; subject: string }
  | { kind: 'taken'; id: RequestId }
  | { kind: 'offered'; id: RequestId; subject: string; by: string; at: number }
  | { kind: 'message'; id: RequestId; messageId: MessageId; customer: string; text: string };

/** What a request's new row tells, against the row before it (if there was one). */
export function newsOfRequest(
  row: SupportRequest,
  before: Row | undefined,
  { company, by, me }: { company: string; by: string; me: TechnicianId | null },
): News[] {
  const { id, subject, customer, handover } = row;
  const status = statusOf(row);
  const news: News[] = [];
  const wasNew = before?.['status'] === 0;
  const isOwnReturn = before !== undefined && before['assignee_id'] === me;
  if (status === 'new' && !wasNew && !isOwnReturn) {
    news.push({ kind: 'request', id, customer: customer.name, company, subject });
  }
  if (status !== 'new' && (before === undefined || wasNew)) news.push({ kind: 'taken', id });
  if (handover !== null && handover.toId === me && before?.['handover_to'] !== handover.toId) {
    news.push({ kind: 'offered', id, subject, by, at: handover.at });
  }
  return news;
}

/** What a message of the customer of one of my requests tells. */
export const newsOfMessage = ({ requestId, id, body }: Message, customer: string): News[] =>
  body.kind === 'text' ? [{ kind: 'message', id: requestId, messageId: id, customer, text: body.text }] : [];
