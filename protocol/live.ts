import { z } from 'zod';
import { Instant, MessageId, RequestId, TechnicianId } from './ids.ts';
import { Scope } from './technicians.ts';
import { FileRef, FileState, PublicEventType, Rating } from './model.ts';
import { CustomerProfile } from './profiles.ts';
import { CustomerScreenShare, ScreenShareSignal } from './screen-share.ts';

// The unordered: never on disk, worth nothing a minute later. Each is the socket.io event of its name, without answer.

/** Console -> relay: this technician types in, or looks at, a request. */
export const Typing = z.object({ id: RequestId, typing: z.boolean() });
export type Typing = z.infer<typeof Typing>;
export const Viewing = z.object({ id: RequestId.nullable() });
export type Viewing = z.infer<typeof Viewing>;

/**
 * Console -> relay: whether somebody is at this console. The handshake says it first, then each change; a technician
 * who is at none of those connected counts as Unavailable (spec 8.6).
 */
export const Attendance = z.object({ there: z.boolean() });
export type Attendance = z.infer<typeof Attendance>;

/** Relay -> console: who is at a request right now. Sent whole on each change, to those who may see the request. */
export const Presence = z.object({
  id: RequestId,
  technicians: z.array(z.object({ id: TechnicianId, typing: z.boolean() })),
  customer: z.object({ connected: z.boolean(), typing: z.boolean() }),
});
export type Presence = z.infer<typeof Presence>;

/** Relay -> console. `come-back`: the relay stops; try again after about so many milliseconds. */
export const ComeBack = z.object({ afterMs: z.int().nonnegative() });
export type ComeBack = z.infer<typeof ComeBack>;

/** Relay -> console: this sign-in was revoked; the connection ends. */
const SignedOut = z.object({});

/** What the relay pushes to a console besides `welcome` (handshake.ts) and `entries` (entries.ts). */
export const consoleEvents = {
  presence: Presence,
  scope: Scope,
  'come-back': ComeBack,
  'signed-out': SignedOut,
  'screen-share-signal': ScreenShareSignal,
} as const;

/** What the customer sees of the own request besides the messages. Sent whole on each change. */
export const CustomerView = z.object({
  id: RequestId,
  companyName: z.string(),
  createdAt: Instant,
  closed: z.boolean(),
  chat: z.enum(['none', 'joined', 'ended']),
  /** Name of the technician who has the request, once he has joined the chat. */
  technician: z.string().nullable(),
  /** False while the technician's console is not connected (spec 8.11). */
  technicianConnected: z.boolean(),
  technicianTyping: z.boolean(),
  /** The latest message of the customer that the technician has read, and that has reached the console. */
  technicianRead: MessageId.nullable(),
  technicianDelivered: MessageId.nullable(),
  /** Place in the company's queue, from 1; null if nobody waits in front because somebody has the request. */
  place: z.int().positive().nullable(),
  /** Minutes until a technician is likely to answer, by the recent past; null if that says nothing. */
  estimateMinutes: z.int().nonnegative().nullable(),
  anybodyAvailable: z.boolean(),
  /** Whether what a technician writes comes by mail once the page is closed. */
  answersByMail: z.boolean(),
  /** The relay's key for Web Push (VAPID, base64url), under which a browser subscribes; null: no pushes from here. */
  pushKey: z.string().nullable(),
  notices: z.array(z.string()),
  rating: Rating.nullable(),
  /** Asked for, agreed to, or under way; null if there is none. */
  screenShare: CustomerScreenShare.nullable(),
  /** The request that carries this closed one on; the page moves there by itself. */
  continuedAs: z.object({ id: RequestId, secret: z.string() }).nullable(),
});
export type CustomerView = z.infer<typeof CustomerView>;

/** A public line of the conversation as the customer gets it: names instead of ids, no sequence numbers (notes would show as gaps). */
export const CustomerMessage = z.object({
  id: MessageId,
  at: Instant,
  author: z.enum(['customer', 'technician', 'system']),
  /** The technician's name, for what a technician wrote or did. */
  name: z.string().nullable(),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string() }),
    /** `file`: the name of the file that the event is about; `profile`: the profile. */
    z.object({
      kind: z.literal('event'),
      event: PublicEventType,
      file: z.string().optional(),
      profile: CustomerProfile.optional(),
    }),
    /** What may be done with it comes in the update's `files`, under the message's id. */
    z.object({ kind: z.literal('file'), file: FileRef }),
  ]),
});
export type CustomerMessage = z.infer<typeof CustomerMessage>;

/** Relay -> portal, event `update`, the first at once after the handshake: the view, and public messages after those already sent, oldest first; those of the request that this one carries on come before. */
export const PortalUpdate = z.object({
  view: CustomerView,
  messages: z.array(CustomerMessage),
  /** How files stand: of all the page may have on its first update, then of those that changed. */
  files: z.array(FileState.pick({ id: true, state: true })),
});
export type PortalUpdate = z.infer<typeof PortalUpdate>;

/** Portal -> relay, event `typing`. */
export const CustomerTyping = z.object({ typing: z.boolean() });
export type CustomerTyping = z.infer<typeof CustomerTyping>;
