import type { MessageId, Position, RequestId, Seq, TechnicianId } from '../../protocol/ids.ts';
import { statusOf } from '../../protocol/lifecycle.ts';
import type { Message, SupportRequest } from '../../protocol/model.ts';
import { wordsOf } from './bodies.ts';
import type { Row } from './statements.ts';

/**
 * Something that a technician may want to hear of, told once for each entry. Whether it is still so is asked of
 * `readStanding`.
 */
export type News =
  | { kind: 'request'; id: RequestId; position: Position; customer: string; company: string; subject: string }
  | { kind: 'offered'; id: RequestId; position: Position; customer: string; subject: string; by: string }
  | {
      kind: 'message';
      id: RequestId;
      position: Position;
      seq: Seq;
      messageId: MessageId;
      customer: string;
      text: string;
    };

/** What a request's new row tells, against the row before it (if there was one). */
export function newsOfRequest(
  row: SupportRequest,
  before: Row | undefined,
  { company, by, me }: { company: string; by: string; me: TechnicianId | null },
): News[] {
  const { id, position, subject, customer, handover } = row;
  const status = statusOf(row);
  const news: News[] = [];
  const wasNew = before?.['status'] === 0;
  const isOwnReturn = before !== undefined && before['assignee_id'] === me;
  // What is offered to me by name is told once, as that.
  const isForMe = handover !== null && handover.toId === me;
  if (status === 'new' && !wasNew && !isOwnReturn && !isForMe) {
    news.push({ kind: 'request', id, position, customer: customer.name, company, subject });
  }
  if (isForMe && before?.['handover_to'] !== me) {
    news.push({ kind: 'offered', id, position, customer: customer.name, subject, by });
  }
  return news;
}

/** What a message of the customer of one of my requests tells. */
export const newsOfMessage = (
  { requestId, id, position, seq, body }: Message,
  { customer }: Pick<SupportRequest, 'customer'>,
): News[] =>
  body.kind === 'text' || body.kind === 'file'
    ? [
        {
          kind: 'message',
          id: requestId,
          position,
          seq,
          messageId: id,
          customer: customer.name,
          text: wordsOf(body),
        },
      ]
    : [];
