import { z } from 'zod';
import { Instant, MessageId, Position, RequestId } from './ids.ts';
import { ErrorCode } from './errors.ts';
import { limits } from './limits.ts';
import { Language } from './language.ts';
import { Me, Scope } from './technicians.ts';
import { PortalField } from './model.ts';

/** `POST /api/sign-in`, answered by a `Result` of `SignedIn`. */
export const SignIn = z.object({
  email: z.string().max(limits.email),
  password: z.string().max(1_000),
  /** What the technician calls this machine in the list of sessions, such as the host's name. */
  device: z.string().max(200),
});
export type SignIn = z.infer<typeof SignIn>;
export const SignedIn = z.object({ token: z.string(), me: Me });
export type SignedIn = z.infer<typeof SignedIn>;

/**
 * socket.io `auth` of a console; `there`: somebody is at it (live.ts Attendance). A token that is no longer good is
 * refused with `not-signed-in`.
 */
export const ConsoleAuth = z.object({
  protocol: z.int(),
  token: z.string().max(200),
  there: z.boolean().default(true),
});
export type ConsoleAuth = z.infer<typeof ConsoleAuth>;

/** The relay's first word to a console (event `welcome`). The console then resumes from its position, or takes a snapshot of what it lacks. */
export const Welcome = z.object({
  me: Me,
  scope: Scope,
  head: Position,
  now: Instant,
  /**
   * Names the course of events that positions count. It is another one once the relay was set back to a backup; then
   * nothing counts that a console holds of the one before.
   */
  history: z.string().min(1),
});
export type Welcome = z.infer<typeof Welcome>;

/** The `data` of the `connect_error` that a refused handshake gives on both namespaces. */
export const HandshakeRefusal = z.object({ code: ErrorCode });
export type HandshakeRefusal = z.infer<typeof HandshakeRefusal>;

/**
 * socket.io `auth` of a portal page: nothing yet (the form), or the request it resumes with its secret and the last
 * message it holds.
 */
export const PortalAuth = z.object({
  protocol: z.int(),
  /** `navigator.maxTouchPoints`, by which an iPad that calls itself a Mac is told apart. */
  touchPoints: z.int().nonnegative().optional(),
  /** `navigator.userAgentData`'s high-entropy value, by which Windows 11 is told from 10: a WebSocket's headers lack it. */
  platformVersion: z.string().max(50).optional(),
  request: z.object({ id: RequestId, secret: z.string().max(200), after: MessageId.nullable() }).nullable(),
});
export type PortalAuth = z.infer<typeof PortalAuth>;

/** `GET /api/portals/:slug`: what the form needs. */
export const PortalInfo = z.object({
  slug: z.string(),
  companyName: z.string(),
  title: z.string(),
  language: Language,
  fields: z.array(PortalField),
  /** False: the company takes no requests here now. */
  open: z.boolean(),
  anybodyAvailable: z.boolean(),
  /** Whether what a technician writes reaches a customer by mail once the page is closed. */
  answersByMail: z.boolean(),
  notices: z.array(z.string()),
});
export type PortalInfo = z.infer<typeof PortalInfo>;
