import { z } from 'zod';
import {
  CompanyId,
  Instant,
  MessageId,
  NoticeId,
  PortalId,
  Position,
  RequestId,
  SavedReplyId,
  Seq,
  TechnicianId,
} from './ids.ts';
import { fileKinds } from './files.ts';
import { Language } from './language.ts';
import { limits } from './limits.ts';
import { profileEvents, publicProfileEvents } from './profiles.ts';
import { publicScreenShareEvents, screenShareEvents } from './screen-share.ts';

/**
 * Text that somebody wrote: anything but U+0000, which no store and no screen can do with. Half a character, which UTF-8
 * has no bytes for, becomes U+FFFD here already, so that everybody has the same text.
 */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'))
    .overwrite((value) => value.toWellFormed());

/** The same, with something in it besides white space. */
export const filledText = (max: number) => text(max).refine((value) => value.trim() !== '');

/** A customer organisation that the support team serves. */
export const Company = z.object({ id: CompanyId, position: Position, name: z.string() });
export type Company = z.infer<typeof Company>;

/** Device kinds and systems as told apart from the browser's own words (spec 2 Source, 4, 5). */
export const Device = z.enum(['desktop', 'tablet', 'phone', 'other']);
export type Device = z.infer<typeof Device>;
export const OperatingSystem = z.enum(['windows', 'macos', 'linux', 'ios', 'android', 'other']);
export type OperatingSystem = z.infer<typeof OperatingSystem>;

/** Where a request came from. `osName` and `browser` are ready to show ("Windows 11", "Firefox 141"). */
export const Source = z.object({
  ip: z.string(),
  device: Device,
  os: OperatingSystem,
  osName: z.string(),
  browser: z.string(),
  language: Language,
  page: z.string(),
});
export type Source = z.infer<typeof Source>;

/** The chat of a request: whoever has it has not joined yet; is in it; has ended it and may join again. */
const Chat = z.enum(['none', 'joined', 'ended']);
type Chat = z.infer<typeof Chat>;

/**
 * An offer to take over a request, which stays with `fromId` until `toId` accepts (spec 8.7). One that a fallen-silent
 * `fromId` no longer has waits in the queue, and is offered to the named fallback (spec 8.5).
 */
const Handover = z.object({ fromId: TechnicianId, toId: TechnicianId, note: z.string(), at: Instant });
type Handover = z.infer<typeof Handover>;

export const Rating = z.object({ stars: z.int().min(1).max(5), comment: text(limits.comment) });
export type Rating = z.infer<typeof Rating>;

/** Value of a field that the company defined for its portal, with the label it had when the customer answered. */
const FieldValue = z.object({ key: z.string(), label: z.string(), value: z.string() });
type FieldValue = z.infer<typeof FieldValue>;

/** A support request without its conversation. Its status is derived: `statusOf` in lifecycle.ts. */
export const SupportRequest = z.object({
  id: RequestId,
  position: Position,
  companyId: CompanyId,
  portalId: PortalId,
  subject: z.string(),
  customer: z.object({ name: z.string(), email: z.string() }),
  fields: z.array(FieldValue),
  source: Source,
  createdAt: Instant,
  /** True if nobody was Available when the customer asked: a message left, not a live chat. */
  leftMessage: z.boolean(),
  assigneeId: TechnicianId.nullable(),
  assignedAt: Instant.nullable(),
  chat: Chat,
  handover: Handover.nullable(),
  firstAnsweredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  closedById: TechnicianId.nullable(),
  /** The closed request that this one carries on, and the one that carries this one on. */
  reopenedFrom: RequestId.nullable(),
  reopenedAs: RequestId.nullable(),
  rating: Rating.nullable(),
});
export type SupportRequest = z.infer<typeof SupportRequest>;

/** What messages change about their request: a row of its own, so that a message does not rewrite the request. */
export const Activity = z.object({
  requestId: RequestId,
  position: Position,
  lastSeq: Seq,
  lastMessageAt: Instant,
  /** Time of the first message of the customer that no technician has answered; null if there is none. */
  waitingSince: Instant.nullable(),
});
export type Activity = z.infer<typeof Activity>;

/** Something that happened to the request, shown as a line of the chat in the reader's language. */
export const ChatEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assigned'), technicianId: TechnicianId }),
  z.object({
    type: z.literal('unassigned'),
    technicianId: TechnicianId,
    /**
     * By the technician, because the console fell silent, because no answer came in time, because the technician no
     * longer serves the company, or back to the queue.
     */
    reason: z.enum(['by-technician', 'console-silent', 'no-answer', 'no-access', 'to-queue']),
  }),
  z.object({ type: z.literal('joined'), technicianId: TechnicianId }),
  z.object({ type: z.literal('ended'), technicianId: TechnicianId }),
  z.object({ type: z.literal('handover-offered'), fromId: TechnicianId, toId: TechnicianId }),
  z.object({ type: z.literal('handover-declined'), fromId: TechnicianId, toId: TechnicianId }),
  z.object({ type: z.literal('handover-cancelled'), fromId: TechnicianId, toId: TechnicianId }),
  z.object({ type: z.literal('handed-over'), fromId: TechnicianId, toId: TechnicianId }),
  z.object({ type: z.literal('closed'), technicianId: TechnicianId }),
  z.object({ type: z.literal('reopened'), technicianId: TechnicianId, from: RequestId }),
  z.object({ type: z.literal('rated'), stars: z.int().min(1).max(5) }),
  /** The virus scanner found something in a file, which was destroyed; by whom it was sent says `technicianId`, null: the customer. */
  z.object({ type: z.literal('file-refused'), technicianId: TechnicianId.nullable(), file: z.string() }),
  ...screenShareEvents,
  ...profileEvents,
]);
export type ChatEvent = z.infer<typeof ChatEvent>;

export const Author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer') }),
  z.object({ kind: z.literal('technician'), id: TechnicianId }),
  z.object({ kind: z.literal('system') }),
]);
export type Author = z.infer<typeof Author>;

/** What is known of a file for good. Its id is that of the message that carries it. */
export const FileRef = z.object({
  name: z.string(),
  size: z.int().positive(),
  kind: z.enum(fileKinds),
  /** Width and height as its own head says, without it being decoded; null if it is no image, or one that does not say. */
  image: z.object({ width: z.int().positive(), height: z.int().positive() }).nullable(),
});
export type FileRef = z.infer<typeof FileRef>;

/** `text`, `file` and `event` may reach the customer (see `isPublic`); a `note` never does. */
export const MessageBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('event'), event: ChatEvent }),
  z.object({ kind: z.literal('file'), file: FileRef }),
]);
export type MessageBody = z.infer<typeof MessageBody>;

/** One line of a conversation. Immutable but for its position. */
export const Message = z.object({
  id: MessageId,
  requestId: RequestId,
  position: Position,
  seq: Seq,
  at: Instant,
  author: Author,
  body: MessageBody,
});
export type Message = z.infer<typeof Message>;

/**
 * What may be done with a file; a row of its own, since a message never changes. scanning: nobody gets it before it is
 * known to be clean. refused: it was not, and is gone.
 */
export const FileState = z.object({
  id: MessageId,
  requestId: RequestId,
  position: Position,
  state: z.enum(['scanning', 'ready', 'refused']),
});
export type FileState = z.infer<typeof FileState>;

/** Events that a customer is told of; the rest of a request's inner life is the team's own. */
export const PublicEventType = z.enum([
  'joined',
  'ended',
  'handed-over',
  'closed',
  'reopened',
  'rated',
  'file-refused',
  ...publicScreenShareEvents,
  ...publicProfileEvents,
]);
export type PublicEventType = z.infer<typeof PublicEventType>;

/** Whether a line of the conversation may be shown to the customer: the one place that decides. */
export function isPublic(body: MessageBody): boolean {
  if (body.kind === 'note') return false;
  return body.kind !== 'event' || PublicEventType.safeParse(body.event.type).success;
}

/** How far one reader has come in a conversation: what reached the device, what was seen. */
export const ReadCursor = z.object({
  requestId: RequestId,
  reader: z.union([z.literal('customer'), TechnicianId]),
  position: Position,
  delivered: Seq,
  read: Seq,
});
export type ReadCursor = z.infer<typeof ReadCursor>;

/** A word to everybody who waits, such as an outage. `companyId` null: customers of all companies. */
export const Notice = z.object({
  id: NoticeId,
  position: Position,
  companyId: CompanyId.nullable(),
  text: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type Notice = z.infer<typeof Notice>;

/**
 * A text that technicians send again and again. All may use it; who wrote it, or an admin, may change it. `text` may have
 * placeholders (see savedReplyPlaceholders in saved-replies.ts).
 */
export const SavedReply = z.object({
  id: SavedReplyId,
  position: Position,
  authorId: TechnicianId,
  title: z.string(),
  text: z.string(),
  /** Deleted: a row like any other, so that every console hears of it. */
  deletedAt: Instant.nullable(),
});
export type SavedReply = z.infer<typeof SavedReply>;

/** A field that a company defined for its portal. */
export const PortalField = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  label: z.string().min(1).max(100),
  kind: z.enum(['line', 'paragraph', 'choice']),
  required: z.boolean(),
  options: z.array(z.string().min(1).max(100)).max(50),
});
export type PortalField = z.infer<typeof PortalField>;
