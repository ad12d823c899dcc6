import type { Position } from '../../protocol/ids.ts';
import type {
  Activity,
  Author,
  ChatEvent,
  FileRef,
  Message,
  MessageBody,
  Notice,
  ReadCursor,
} from '../../protocol/model.ts';
import type { Account, Portal, SignInFailures, StoredRequest, StoredSession } from './store.ts';

// Between the columns of SQLite and the rows of the model. What stands in the database was checked when it came in.

type Columns = Record<string, unknown>;
const flag = (value: boolean): number => (value ? 1 : 0);
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const parsed = (value: unknown): unknown => (value === null ? null : JSON.parse(value as string));

export const requestOf = (row: Columns): StoredRequest =>
  ({
    id: row['id'],
    position: row['position'],
    companyId: row['company_id'],
    portalId: row['portal_id'],
    subject: row['subject'],
    customer: { name: row['customer_name'], email: row['customer_email'] },
    fields: parsed(row['fields']),
    source: parsed(row['source']),
    createdAt: row['created_at'],
    leftMessage: row['left_message'] === 1,
    assigneeId: row['assignee_id'],
    assignedAt: row['assigned_at'],
    chat: row['chat'],
    handover: parsed(row['handover']),
    firstAnsweredAt: row['first_answered_at'],
    closedAt: row['closed_at'],
    closedById: row['closed_by_id'],
    reopenedFrom: row['reopened_from'],
    reopenedAs: row['reopened_as'],
    rating: parsed(row['rating']),
    exposedAt: row['exposed_at'],
    withdrawnAt: row['withdrawn_at'],
    joinedAt: row['joined_at'],
  }) as StoredRequest;

export const requestColumns = (row: StoredRequest): Columns => ({
  id: row.id,
  position: row.position,
  company_id: row.companyId,
  portal_id: row.portalId,
  subject: row.subject,
  customer_name: row.customer.name,
  customer_email: row.customer.email,
  fields: json(row.fields),
  source: json(row.source),
  created_at: row.createdAt,
  left_message: flag(row.leftMessage),
  assignee_id: row.assigneeId,
  assigned_at: row.assignedAt,
  chat: row.chat,
  handover: json(row.handover),
  first_answered_at: row.firstAnsweredAt,
  closed_at: row.closedAt,
  closed_by_id: row.closedById,
  reopened_from: row.reopenedFrom,
  reopened_as: row.reopenedAs,
  rating: json(row.rating),
  exposed_at: row.exposedAt,
  withdrawn_at: row.withdrawnAt,
  joined_at: row.joinedAt,
});

export const activityOf = (row: Columns): Activity =>
  ({
    requestId: row['request_id'],
    position: row['position'],
    lastSeq: row['last_seq'],
    lastMessageAt: row['last_message_at'],
    waitingSince: row['waiting_since'],
  }) as Activity;

export const messageOf = (row: Columns): Message => {
  const kind = row['kind'] as MessageBody['kind'];
  const author =
    row['author_kind'] === 'technician' ? { kind: 'technician', id: row['author_id'] } : { kind: row['author_kind'] };
  return {
    id: row['id'],
    requestId: row['request_id'],
    position: row['position'],
    seq: row['seq'],
    at: row['at'],
    author: author as Author,
    body: bodyOf(kind, String(row['body'])),
  } as Message;
};

const bodyOf = (kind: MessageBody['kind'], column: string): MessageBody => {
  if (kind === 'event') return { kind, event: JSON.parse(column) as ChatEvent };
  return kind === 'file' ? { kind, file: JSON.parse(column) as FileRef } : { kind, text: column };
};

/** The body as one column: bare text, or an event or a file as JSON. */
export const bodyColumn = (body: MessageBody): string => {
  if (body.kind === 'event') return JSON.stringify(body.event);
  return body.kind === 'file' ? JSON.stringify(body.file) : body.text;
};

export const cursorOf = (row: Columns): ReadCursor =>
  ({
    requestId: row['request_id'],
    reader: row['reader'],
    position: row['position'],
    delivered: row['delivered'],
    read: row['read'],
  }) as ReadCursor;

export const noticeOf = (row: Columns): Notice =>
  ({
    id: row['id'],
    position: row['position'],
    companyId: row['company_id'],
    text: row['text'],
    createdAt: row['created_at'],
    endedAt: row['ended_at'],
  }) as Notice;

export const accountOf = (row: Columns): Account =>
  ({
    id: row['id'],
    position: row['position'] as Position,
    name: row['name'],
    email: row['email'],
    role: row['role'],
    passwordHash: row['password_hash'],
    available: row['available'] === 1,
    absent: row['absent'] === 1,
    allCompanies: row['all_companies'] === 1,
  }) as Account;

export const portalOf = (row: Columns): Portal =>
  ({
    id: row['id'],
    companyId: row['company_id'],
    slug: row['slug'],
    title: row['title'],
    language: row['language'],
    fields: parsed(row['fields']),
    embedOrigins: parsed(row['embed_origins']),
    open: row['open'] === 1,
    transcript: row['transcript'] === 1,
  }) as Portal;

export const portalColumns = (row: Portal): Columns => ({
  id: row.id,
  company_id: row.companyId,
  slug: row.slug,
  title: row.title,
  language: row.language,
  fields: json(row.fields),
  embed_origins: json(row.embedOrigins),
  open: flag(row.open),
  transcript: flag(row.transcript),
});

export const sessionOf = (row: Columns): StoredSession =>
  ({
    id: row['id'],
    technicianId: row['technician_id'],
    tokenHash: row['token_hash'],
    device: row['device'],
    createdAt: row['created_at'],
    lastSeenAt: row['last_seen_at'],
  }) as StoredSession;

export const failuresOf = (row: Columns): SignInFailures =>
  ({ failures: row['failures'], blockedUntil: row['blocked_until'] }) as SignInFailures;
