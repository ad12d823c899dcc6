import type { Entry } from '../../../protocol/entries.ts';
import type { CompanyId, MessageId, NoticeId, Position, RequestId, Seq, TechnicianId } from '../../../protocol/ids.ts';
import type { Message, Notice, ReadCursor, SupportRequest } from '../../../protocol/model.ts';

const uuid = (kind: number, n: number): string => `00000000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const companyId = (n: number): CompanyId => uuid(1, n) as CompanyId;
export const technicianId = (n: number): TechnicianId => uuid(2, n) as TechnicianId;
export const messageId = (n: number): MessageId => uuid(3, n) as MessageId;

/** The technician whose console it is, and a colleague. */
export const me = technicianId(1);
export const colleague = technicianId(2);

/** The step of entries that always count, which takes the cursor to this position. */
export const upTo = (to = 0) => ({ kind: 'stream', from: 0, to }) as const;

const startedAt = Date.UTC(2026, 9, 1, 8);

/** A New request of company 1 unless told otherwise. */
export function request(id: number, position: number, part: Partial<SupportRequest> = {}): Entry {
  const row: SupportRequest = {
    id: id as RequestId,
    position: position as Position,
    companyId: companyId(1),
    portalId: uuid(4, 1) as SupportRequest['portalId'],
    subject: `Subject ${id}`,
    customer: { name: `Customer ${id}`, email: `customer${id}@acme.example` },
    fields: [],
    source: {
      ip: '192.0.2.1',
      device: 'desktop',
      os: 'windows',
      osName: 'Windows 11',
      browser: 'Firefox 141',
      language: 'it',
      page: '',
    },
    createdAt: startedAt + id * 60_000,
    leftMessage: false,
    assigneeId: null,
    assignedAt: null,
    chat: 'none',
    handover: null,
    firstAnsweredAt: null,
    closedAt: null,
    closedById: null,
    reopenedFrom: null,
    reopenedAs: null,
    rating: null,
    ...part,
  };
  return { kind: 'request', row };
}

export const mine = { assigneeId: me, assignedAt: startedAt, chat: 'joined' } as const;
export const closed = { closedAt: startedAt, closedById: me } as const;

/** A text of the customer unless told otherwise; its id is made of its position. */
export function message(
  id: number,
  position: number,
  seq: number,
  text: string,
  author: Message['author'] = { kind: 'customer' },
  kind: 'text' | 'note' = 'text',
): Entry {
  const row: Message = {
    id: messageId(position),
    requestId: id as RequestId,
    position: position as Position,
    seq: seq as Seq,
    at: startedAt + position * 1000,
    author,
    body: { kind, text },
  };
  return { kind: 'message', row };
}

export const byMe = { kind: 'technician', id: me } as const;

export const activity = (id: number, position: number, lastSeq: number, waitingSince: number | null): Entry => ({
  kind: 'activity',
  row: {
    requestId: id as RequestId,
    position: position as Position,
    lastSeq: lastSeq as Seq,
    lastMessageAt: startedAt + position * 1000,
    waitingSince,
  },
});

export const cursor = (id: number, position: number, reader: ReadCursor['reader'], read: number): Entry => ({
  kind: 'cursor',
  row: {
    requestId: id as RequestId,
    position: position as Position,
    reader,
    delivered: read as Seq,
    read: read as Seq,
  },
});

export const company = (n: number, position: number, name: string): Entry => ({
  kind: 'company',
  row: { id: companyId(n), position: position as Position, name },
});
export const technician = (n: number, position: number, name: string): Entry => ({
  kind: 'technician',
  row: { id: technicianId(n), position: position as Position, name },
});
/** For company 1 unless told otherwise; written a second after the notice before. */
export const notice = (n: number, position: number, part: Partial<Notice> = {}): Entry => ({
  kind: 'notice',
  row: {
    id: uuid(5, n) as NoticeId,
    position: position as Position,
    companyId: companyId(1),
    text: `Notice ${n}`,
    createdAt: startedAt + n * 1_000,
    endedAt: null,
    ...part,
  },
});
export const gone = (id: number, position: number): Entry => ({
  kind: 'gone',
  row: { requestId: id as RequestId, position: position as Position },
});
