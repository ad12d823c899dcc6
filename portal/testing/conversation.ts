import type { MessageId } from '../../protocol/ids.ts';
import { RequestId } from '../../protocol/ids.ts';
import type { CustomerMessage, CustomerView } from '../../protocol/live.ts';

/** An id by a number, in the order of the numbers. */
export const messageId = (n: number): MessageId =>
  `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as MessageId;

/** A view of a request that nobody has taken. */
export const aView = (changes: Partial<CustomerView> = {}): CustomerView => ({
  id: RequestId.parse(1),
  companyName: 'Acme Srl',
  createdAt: 0,
  closed: false,
  chat: 'none',
  technician: null,
  technicianConnected: false,
  technicianTyping: false,
  technicianRead: null,
  technicianDelivered: null,
  place: 1,
  estimateMinutes: null,
  anybodyAvailable: true,
  answersByMail: true,
  pushKey: null,
  notices: [],
  rating: null,
  screenShare: null,
  continuedAs: null,
  ...changes,
});

/** A text; by the customer unless a technician's name is given. */
export const aText = (n: number, at = n, name: string | null = null): CustomerMessage => ({
  id: messageId(n),
  at,
  author: name === null ? 'customer' : 'technician',
  name,
  body: { kind: 'text', text: `text ${n}` },
});

export const anEvent = (
  n: number,
  event: Extract<CustomerMessage['body'], { kind: 'event' }>['event'],
  name = 'Anna Bianchi',
): CustomerMessage => ({ id: messageId(n), at: n, author: 'system', name, body: { kind: 'event', event } });
