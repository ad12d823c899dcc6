import type { MessageId, RequestId } from '../protocol/ids.ts';
import type { CustomerMessage, CustomerView, PortalUpdate } from '../protocol/live.ts';
import { isPublic, PublicEventType, type ChatEvent, type Message } from '../protocol/model.ts';
import { statusOf } from '../protocol/lifecycle.ts';
import { profilePath } from '../protocol/links.ts';
import { customerScreenShare } from './customer-screen-share.ts';
import type { Presences } from './presence.ts';
import { profileToken } from './secrets.ts';
import type { Reader, StoredRequest } from './store/store.ts';

type EventBody = Extract<CustomerMessage['body'], { kind: 'event' }>;

const recentRequests = 20;
const fewestForEstimate = 3;

/** Minutes until somebody is likely to answer a request: the median of the company's recent waits, less what has passed. */
async function estimate(read: Reader, request: StoredRequest, now: number): Promise<number | null> {
  const waits = (await read.waits(request.companyId, recentRequests)).sort((a, b) => a - b);
  const median = waits[Math.floor(waits.length / 2)];
  if (waits.length < fewestForEstimate || median === undefined) return null;
  return Math.max(1, Math.ceil((median - (now - request.createdAt)) / 60_000));
}

/** The customer's newest message up to this seq: notes and inner events stay out of sight even as a number. */
async function ownMessageAt(read: Reader, id: RequestId, seq: number): Promise<MessageId | null> {
  const window = 50;
  for (let end = seq; end > 0; end -= window) {
    const messages = await read.messages(id, Math.max(0, end - window), window);
    const found = messages.findLast((message) => message.seq <= end && message.author.kind === 'customer');
    if (found !== undefined) return found.id;
  }
  return null;
}

export type ViewParts = {
  read: Reader;
  presences: Presences;
  secretOf: (id: RequestId) => string;
  answersByMail: boolean;
  pushKey: string | null;
  now: number;
};

/** All that a customer sees of the own request besides the messages. */
export async function customerView(
  { read, presences, secretOf, answersByMail, pushKey, now }: ViewParts,
  request: StoredRequest,
): Promise<CustomerView> {
  const company = await read.company(request.companyId);
  const assignee = request.assigneeId === null ? null : await read.account(request.assigneeId);
  const waits = statusOf(request) === 'new';
  const cursor = (await read.cursors(request.id)).find((row) => row.reader === request.assigneeId);
  return {
    id: request.id,
    companyName: company?.name ?? '',
    createdAt: request.createdAt,
    closed: request.closedAt !== null,
    chat: request.chat,
    technician: request.joinedAt === null ? null : (assignee?.name ?? null),
    technicianConnected: assignee !== null && !presences.isLost(assignee.id),
    technicianTyping: request.chat === 'joined' && assignee !== null && presences.isTyping(request.id, assignee.id),
    technicianRead: cursor === undefined ? null : await ownMessageAt(read, request.id, cursor.read),
    technicianDelivered: cursor === undefined ? null : await ownMessageAt(read, request.id, cursor.delivered),
    place: waits ? (await read.queueBefore(request.companyId, request.id)) + 1 : null,
    estimateMinutes: waits ? await estimate(read, request, now) : null,
    anybodyAvailable: await presences.isAnybodyReachable(request.companyId),
    answersByMail,
    pushKey,
    notices: (await read.notices(request.companyId)).map((notice) => notice.text),
    rating: request.rating,
    screenShare: await customerScreenShare(read, request),
    continuedAs: request.reopenedAs === null ? null : { id: request.reopenedAs, secret: secretOf(request.reopenedAs) },
  };
}

/** What a line needs to be shown to the customer. */
export type LineParts = Pick<Reader, 'account'> & Pick<ViewParts, 'secretOf'>;

/** What a line about a profile says of it; of one that was delivered, with the way to it. */
function profileOf({ id, requestId }: Message, event: ChatEvent, secretOf: ViewParts['secretOf']): Partial<EventBody> {
  if (event.type !== 'profile-delivered' && event.type !== 'profile-downloaded') return {};
  const { profile, profileKind, system } = event;
  const link =
    event.type === 'profile-downloaded'
      ? null
      : { path: profilePath(id, profileToken(secretOf(requestId), id)), expiresAt: event.expiresAt };
  return { profile: { profile, profileKind, system, link } };
}

/** A message as the customer gets it, or null if it is not for customers. */
export async function customerMessage(
  { account: readAccount, secretOf }: LineParts,
  message: Message,
): Promise<CustomerMessage | null> {
  const { id, at, author, body } = message;
  if (!isPublic(body) || body.kind === 'note') return null;
  if (body.kind !== 'event') {
    const account = author.kind === 'technician' ? await readAccount(author.id) : null;
    return { id, at, author: author.kind, name: account?.name ?? null, body };
  }
  const { event } = body;
  const about = 'toId' in event ? event.toId : 'technicianId' in event ? event.technicianId : null;
  const account = about === null ? null : await readAccount(about);
  return {
    id,
    at,
    author: 'system',
    name: account?.name ?? null,
    body: {
      kind: 'event',
      event: PublicEventType.parse(event.type),
      ...(event.type === 'file-refused' ? { file: event.file } : {}),
      ...profileOf(message, event, secretOf),
    },
  };
}

/** The requests that this one carries on, the oldest first, and itself. */
async function chainOf(read: Reader, request: StoredRequest): Promise<StoredRequest[]> {
  const chain = [request];
  for (let from = request.reopenedFrom; from !== null; from = chain[0]?.reopenedFrom ?? null) {
    const older = await read.request(from);
    if (older === null) break;
    chain.unshift(older);
  }
  return chain;
}

/** Whether a request is another one, or carries it on: then its customer sees that one's log too. */
export async function carries(read: Reader, id: RequestId, other: RequestId): Promise<boolean> {
  const request = await read.request(id);
  return request !== null && (await chainOf(read, request)).some((part) => part.id === other);
}

/** How the files stand that a page of this request may show. */
export async function customerFiles(read: Reader, request: StoredRequest): Promise<PortalUpdate['files']> {
  const files: PortalUpdate['files'] = [];
  for (const part of await chainOf(read, request)) {
    for (const { id, state } of await read.filesOf(part.id)) files.push({ id, state });
  }
  return files;
}

/** Public messages after one that the page holds (or all), those of the requests that this one carries on first. */
export async function customerMessages(
  read: Reader,
  request: StoredRequest,
  after: MessageId | null,
  secretOf: ViewParts['secretOf'],
): Promise<CustomerMessage[]> {
  const parts = { account: read.account, secretOf };
  const chain = await chainOf(read, request);
  const held = after === null ? null : await read.message(after);
  const start = chain.findIndex((part) => part.id === held?.requestId);
  const out: CustomerMessage[] = [];
  for (const part of chain.slice(Math.max(0, start))) {
    for (let seq: number = part.id === held?.requestId ? held.seq : 0; ;) {
      const messages = await read.messages(part.id, seq, 500);
      for (const message of messages) {
        const line = await customerMessage(parts, message);
        if (line !== null) out.push(line);
      }
      if (messages.length < 500) break;
      seq = messages.at(-1)?.seq ?? seq;
    }
  }
  return out;
}
