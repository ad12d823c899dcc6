import { z } from 'zod';
import { ExpertClientId, Instant, Position, RequestId, ScreenShareId, TechnicianId } from './ids.ts';

// Escalation from chat to screen sharing (spec 5, 8.12): the session, what is told of it in the chat, and how the two
// sides of the built-in screen view find each other.

/**
 * requested -> accepted (the customer agreed, the two sides connect) -> active (the technician sees the screen) -> ended;
 * or, before an answer, declined, cancelled, expired; or, once accepted, failed.
 */
export const ScreenShareState = z.enum([
  'requested',
  'accepted',
  'active',
  'declined',
  'cancelled',
  'expired',
  'ended',
  'failed',
]);
export type ScreenShareState = z.infer<typeof ScreenShareState>;

/** What became of starting the expert client on the technician's machine. */
export const LaunchOutcome = z.enum(['started', 'missing', 'blocked', 'exited-early']);
export type LaunchOutcome = z.infer<typeof LaunchOutcome>;

/** Why a session ended, and why one failed. */
export const EndReason = z.enum(['technician', 'customer', 'customer-left', 'chat-over']);
export type EndReason = z.infer<typeof EndReason>;
export const FailReason = z.enum(['no-connection', 'capture-failed', 'not-supported']);
export type FailReason = z.infer<typeof FailReason>;

/**
 * A code by which both sides of an expert client meet. It stands in argument lists and links, so it is letters and
 * digits with a few signs between: never an option, a path, or a second argument.
 */
export const JoinCode = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9@._-]{0,62}[A-Za-z0-9])?$/);
export type JoinCode = z.infer<typeof JoinCode>;

/** One session. At most one of a request is open at a time. */
export const ScreenShare = z.object({
  id: ScreenShareId,
  requestId: RequestId,
  position: Position,
  technicianId: TechnicianId,
  client: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('built-in') }),
    /** The name is the one that the entry had then. */
    z.object({ kind: z.literal('expert'), id: ExpertClientId, name: z.string() }),
  ]),
  state: ScreenShareState,
  code: JoinCode.nullable(),
  launch: LaunchOutcome.nullable(),
  /** When the customer was asked, the last time if more than once. */
  requestedAt: Instant,
  /** When the customer's page first showed the request. */
  promptedAt: Instant.nullable(),
  acceptedAt: Instant.nullable(),
  activeAt: Instant.nullable(),
  /** When it came to its end, whichever. */
  endedAt: Instant.nullable(),
  why: z.union([EndReason, FailReason]).nullable(),
});
export type ScreenShare = z.infer<typeof ScreenShare>;

const about = { technicianId: TechnicianId };
/** The client's name; null for the built-in view. */
const client = z.string().nullable();

/** What the chat log says of a session. */
export const screenShareEvents = [
  z.object({ type: z.literal('screen-share-requested'), ...about, client }),
  z.object({ type: z.literal('screen-share-accepted'), ...about }),
  z.object({ type: z.literal('screen-share-declined'), ...about }),
  z.object({ type: z.literal('screen-share-cancelled'), ...about }),
  z.object({ type: z.literal('screen-share-expired'), ...about }),
  z.object({ type: z.literal('screen-share-started'), ...about, client }),
  /** `durationMs`: for how long the technician saw the screen; null if he never did. */
  z.object({
    type: z.literal('screen-share-ended'),
    ...about,
    why: EndReason,
    durationMs: z.int().nonnegative().nullable(),
  }),
  z.object({ type: z.literal('screen-share-failed'), ...about, why: FailReason }),
] as const;

/** Those that the customer is told of; of accepting the page itself knows. */
export const publicScreenShareEvents = [
  'screen-share-requested',
  'screen-share-declined',
  'screen-share-cancelled',
  'screen-share-expired',
  'screen-share-started',
  'screen-share-ended',
  'screen-share-failed',
] as const;

/** What a console tells of a session that it has: the launch, the first frame on screen, a code that the program gave, or that nothing comes. */
export const ConsoleReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('launch'), outcome: LaunchOutcome }),
  z.object({ kind: z.literal('connected') }),
  z.object({ kind: z.literal('code'), code: JoinCode }),
  z.object({ kind: z.literal('failed'), why: FailReason }),
]);
export type ConsoleReport = z.infer<typeof ConsoleReport>;

/** What the customer's page tells: the request is in front of the customer, or sharing does not work there. */
export const PortalReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompted') }),
  z.object({ kind: z.literal('failed'), why: FailReason }),
]);
export type PortalReport = z.infer<typeof PortalReport>;

/** Who makes up the code by which the two meet. */
export const CodeSource = z.enum(['nobody', 'relay', 'technician', 'customer']);
export type CodeSource = z.infer<typeof CodeSource>;

/** An open session as the customer's page gets it. */
export const CustomerScreenShare = z.object({
  id: ScreenShareId,
  state: z.enum(['requested', 'accepted', 'active']),
  requestedAt: Instant,
  technician: z.string(),
  /** How to join with an expert client; null for the built-in view. */
  join: z
    .object({
      name: z.string(),
      preset: z.string(),
      code: z.string().nullable(),
      codeFrom: CodeSource,
      url: z.string(),
      downloadUrl: z.string(),
      /** In the customer's language; '' where the preset's own text says enough. */
      instructions: z.string(),
    })
    .nullable(),
});
export type CustomerScreenShare = z.infer<typeof CustomerScreenShare>;

/** Servers by which the two sides of the built-in view reach each other, with credentials that soon lapse. */
export const IceServers = z.object({
  servers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.string().exactOptional(),
      credential: z.string().exactOptional(),
    }),
  ),
  /** Media goes over TURN only: neither side learns the other's address. */
  relayOnly: z.boolean(),
});
export type IceServers = z.infer<typeof IceServers>;

/** One end of a connection: a page that shares, or a window that looks on. Each makes up its own. */
const Peer = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const sdp = z.string().max(30_000);

/**
 * What the two sides say to find each other, live and never on disk. The relay passes it on to all pages of the one
 * side, and all consoles of the other; `to` says which of them is meant, null for any.
 */
export const ScreenShareSignal = z.object({
  id: ScreenShareId,
  from: Peer,
  to: Peer.nullable(),
  body: z.discriminatedUnion('kind', [
    /** The technician's window is there and wants an offer. */
    z.object({ kind: z.literal('ready') }),
    /** `round` tells the parts of one attempt to connect from those of another. */
    z.object({ kind: z.literal('offer'), round: Peer, sdp }),
    z.object({ kind: z.literal('answer'), round: Peer, sdp }),
    z.object({
      kind: z.literal('candidate'),
      round: Peer,
      candidate: z.string().max(2_000),
      sdpMid: z.string().max(100).nullable(),
      sdpMLineIndex: z.int().nonnegative().max(100).nullable(),
    }),
    /** The customer's page was closed or reloaded while it shared. */
    z.object({ kind: z.literal('interrupted') }),
  ]),
});
export type ScreenShareSignal = z.infer<typeof ScreenShareSignal>;
export type ScreenShareSignalBody = ScreenShareSignal['body'];
