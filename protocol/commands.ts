import { z } from 'zod';
import {
  CommandId,
  CompanyId,
  Instant,
  MessageId,
  NoticeId,
  Position,
  RequestId,
  SavedReplyId,
  Seq,
  SessionId,
  TechnicianId,
  ScreenShareId,
} from './ids.ts';
import { EntriesPage } from './entries.ts';
import { emailPattern, limits } from './limits.ts';
import { Language } from './language.ts';
import { Session } from './technicians.ts';
import { filledText, Rating, text } from './model.ts';
import { OfferedProfile, ProfileId } from './profiles.ts';
import { PushTarget } from './push.ts';
import { Reach, ReachChoice, ReachManners, ReachMethod, ReachTest } from './reach.ts';
import { ClientChoice } from './client-choice.ts';
import { ConsoleReport, IceServers, JoinCode, PortalReport } from './screen-share.ts';

/**
 * durable: still makes sense an hour later, so a console queues it while offline.
 * online: its point is the answer, so it is off while offline. (spec 2 Local cache)
 */
export type Delivery = 'durable' | 'online';
type Command = { input: z.ZodType; output: z.ZodType; delivery: Delivery };

const OnRequest = z.object({ id: RequestId });
const OnScreenShare = z.object({ id: ScreenShareId });
/** The position that the change got; the console keeps the command overlaid until its cursor has come there. */
const Done = z.object({ position: Position });
export type Done = z.infer<typeof Done>;

const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('technician'), id: TechnicianId }),
  z.object({ kind: z.literal('queue') }),
]);

/** What a console may ask the relay to change. Name -> input, output, delivery; the name is the wire event and the bridge method. */
export const consoleCommands = {
  'availability.set': { input: z.object({ available: z.boolean() }), output: z.object({}), delivery: 'online' },
  'request.assign': { input: OnRequest, output: Done, delivery: 'online' },
  'request.unassign': { input: OnRequest, output: Done, delivery: 'durable' },
  /** To a technician: an offer that he accepts or declines. To the queue: at once back to New. */
  'request.transfer': {
    input: z.object({ id: RequestId, to: Target, note: text(limits.note) }),
    output: Done,
    delivery: 'online',
  },
  'handover.accept': { input: OnRequest, output: Done, delivery: 'online' },
  'handover.decline': { input: OnRequest, output: Done, delivery: 'online' },
  'handover.cancel': { input: OnRequest, output: Done, delivery: 'online' },
  'request.close': { input: OnRequest, output: Done, delivery: 'durable' },
  /** Answers with the new open request that carries the old log. */
  'request.reopen': { input: OnRequest, output: Done.extend({ id: RequestId }), delivery: 'online' },
  'chat.join': { input: OnRequest, output: Done, delivery: 'online' },
  'chat.end': { input: OnRequest, output: Done, delivery: 'online' },
  /** The command's id becomes the message's. */
  'chat.send': {
    input: z.object({ id: RequestId, text: filledText(limits.message) }),
    output: Done.extend({ seq: Seq }),
    delivery: 'durable',
  },
  'chat.note': {
    input: z.object({ id: RequestId, text: filledText(limits.message) }),
    output: Done.extend({ seq: Seq }),
    delivery: 'durable',
  },
  /** Moves the technician's own read cursor forward, never back. */
  'chat.read': { input: z.object({ id: RequestId, seq: Seq }), output: Done, delivery: 'durable' },
  /** `companyId` null, for all companies, is for admins. */
  'notice.publish': {
    input: z.object({ companyId: CompanyId.nullable(), text: filledText(limits.notice) }),
    output: Done.extend({ id: NoticeId }),
    delivery: 'online',
  },
  'notice.end': { input: z.object({ id: NoticeId }), output: Done, delivery: 'online' },
  /** Asks the customer to share the screen; answers with the new session. */
  'screenShare.request': {
    input: z.object({ id: RequestId, client: ClientChoice }),
    output: Done.extend({ shareId: ScreenShareId }),
    delivery: 'online',
  },
  /** Asks the same once more, from now on. */
  'screenShare.resend': { input: OnScreenShare, output: Done, delivery: 'online' },
  /** Takes the question back before it is answered. */
  'screenShare.cancel': { input: OnScreenShare, output: Done, delivery: 'online' },
  'screenShare.end': { input: OnScreenShare, output: Done, delivery: 'online' },
  'screenShare.report': {
    input: z.object({ id: ScreenShareId, report: ConsoleReport }),
    output: Done,
    delivery: 'online',
  },
  /** Sends the customer a link by which the own device gets a profile. */
  'profile.deliver': { input: z.object({ id: RequestId, profileId: ProfileId }), output: Done, delivery: 'online' },
  /** A new one under an id of the console's making, or new words for one there is. */
  'saved-reply.save': {
    input: z.object({ id: SavedReplyId, title: filledText(limits.replyTitle), text: filledText(limits.reply) }),
    output: Done,
    delivery: 'online',
  },
  'saved-reply.delete': { input: z.object({ id: SavedReplyId }), output: Done, delivery: 'online' },
  'session.revoke': { input: z.object({ id: SessionId }), output: z.object({}), delivery: 'online' },
  /** How one method reaches me; counts from now on. */
  'reach.set': { input: ReachChoice, output: z.object({}), delivery: 'online' },
  /** What of this console's settings counts for those methods too; the console that said it last is right. */
  'reach.tell': { input: ReachManners, output: z.object({}), delivery: 'online' },
} satisfies Record<string, Command>;

export type ConsoleCommand = keyof typeof consoleCommands;
export type ConsoleInput<N extends ConsoleCommand> = z.infer<(typeof consoleCommands)[N]['input']>;
export type ConsoleOutput<N extends ConsoleCommand> = z.infer<(typeof consoleCommands)[N]['output']>;
/** Those that may wait in an outbox until there is a connection. */
export type DurableCommand = {
  [N in ConsoleCommand]: (typeof consoleCommands)[N]['delivery'] extends 'durable' ? N : never;
}[ConsoleCommand];

/** Stages of a snapshot, in the order a console asks for them: who is who, what is open, what is closed (newest first). */
const SnapshotStage = z.enum(['directory', 'open', 'closed']);
export type SnapshotStage = z.infer<typeof SnapshotStage>;

/** What a console may ask the relay to tell, changing nothing. */
export const consoleQueries = {
  /** What came after a position, oldest first; at `more: false` the console is live and the rest is pushed. */
  'stream.read': { input: z.object({ after: Position }), output: EntriesPage },
  /**
   * Rows of the scope as they are now, in pages. `companies` names those wanted; `unassignedOnly` asks only for what
   * an Unavailable technician lacked. `after` is the last page's `next`.
   */
  'snapshot.read': {
    input: z.object({
      stage: SnapshotStage,
      companies: z.array(CompanyId).max(10_000),
      unassignedOnly: z.boolean(),
      after: z.string().max(200).nullable(),
    }),
    output: z.object({ entries: EntriesPage.shape.entries, next: z.string().nullable() }),
  },
  /** Colleagues with access to the request's company, the reachable first (spec 8.7: only to somebody who can be reached). */
  'transfer.candidates': {
    input: OnRequest,
    output: z.array(z.object({ id: TechnicianId, name: z.string(), available: z.boolean() })),
  },
  /** Profiles for the request's company that suit its customer's device, by name. */
  'profile.list': { input: OnRequest, output: z.array(OfferedProfile) },
  'session.list': { input: z.object({}), output: z.array(Session) },
  'screenShare.servers': { input: OnScreenShare, output: IceServers },
  /** By which methods I am reached. */
  'reach.read': { input: z.object({}), output: Reach },
  /** Sends a test to where the method reaches me, as it is set, and tells what came of it. */
  'reach.test': { input: z.object({ method: ReachMethod }), output: ReachTest },
} satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type ConsoleQuery = keyof typeof consoleQueries;
export type QueryInput<N extends ConsoleQuery> = z.infer<(typeof consoleQueries)[N]['input']>;
export type QueryOutput<N extends ConsoleQuery> = z.infer<(typeof consoleQueries)[N]['output']>;

/** What a customer may ask, on the own request only. `request.submit` comes before there is one. */
export const portalCommands = {
  'request.submit': {
    input: z.object({
      slug: z.string().max(100),
      name: filledText(limits.name),
      email: z.string().max(limits.email).regex(emailPattern),
      problem: filledText(limits.problem),
      fields: z.record(z.string().max(40), text(limits.field)).refine((f) => Object.keys(f).length <= limits.fields),
      language: Language,
      /** Address of the page that the customer came from or that embeds the portal; '' if there is none. */
      page: text(limits.page),
      /** A field that people do not see; what fills it is a machine. */
      website: z.string().max(200),
    }),
    /** The secret makes the resume link; it is derived, so the same command gets the same again. */
    output: z.object({ id: RequestId, secret: z.string() }),
  },
  /** The command's id becomes the message's. */
  'chat.send': { input: z.object({ text: filledText(limits.message) }), output: z.object({ at: Instant }) },
  'chat.read': {
    input: z.object({ delivered: MessageId.nullable(), read: MessageId.nullable() }),
    output: z.object({}),
  },
  'request.rate': { input: Rating, output: z.object({}) },
  /** From now on this device is told of answers by its push service; once more changes nothing. */
  'push.subscribe': { input: PushTarget, output: z.object({}) },
  'push.unsubscribe': { input: PushTarget.pick({ endpoint: true }), output: z.object({}) },
  /** `code`: where the customer's program shows the one to meet by. Agreeing again, after a reload, changes nothing. */
  'screenShare.accept': {
    input: z.object({ id: ScreenShareId, code: JoinCode.nullable() }),
    output: z.object({}),
  },
  'screenShare.decline': { input: OnScreenShare, output: z.object({}) },
  'screenShare.end': { input: OnScreenShare, output: z.object({}) },
  'screenShare.report': { input: z.object({ id: ScreenShareId, report: PortalReport }), output: z.object({}) },
} satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type PortalCommand = keyof typeof portalCommands;
export type PortalInput<N extends PortalCommand> = z.infer<(typeof portalCommands)[N]['input']>;
export type PortalOutput<N extends PortalCommand> = z.infer<(typeof portalCommands)[N]['output']>;

/** What a customer's page may ask to be told, on the own request only. */
export const portalQueries = {
  'screenShare.servers': { input: OnScreenShare, output: IceServers },
} satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type PortalQuery = keyof typeof portalQueries;
export type PortalQueryInput<N extends PortalQuery> = z.infer<(typeof portalQueries)[N]['input']>;
export type PortalQueryOutput<N extends PortalQuery> = z.infer<(typeof portalQueries)[N]['output']>;

/** How a command travels: socket.io event `command`, answered through its acknowledgement by a `Result` of its output. */
export const CommandFrame = z.object({ id: CommandId, name: z.string().max(60), input: z.unknown() });
export type CommandFrame = z.infer<typeof CommandFrame>;

/** How a query travels: socket.io event `query`. */
export const QueryFrame = z.object({ name: z.string().max(60), input: z.unknown() });
export type QueryFrame = z.infer<typeof QueryFrame>;
