import { z } from 'zod';

/** Number of a support request, unique on the relay, counted from 1; the one a technician and a customer say aloud. */
export const RequestId = z.int().positive().brand('RequestId');
export type RequestId = z.infer<typeof RequestId>;

export const CompanyId = z.uuidv7().brand('CompanyId');
export type CompanyId = z.infer<typeof CompanyId>;

export const PortalId = z.uuidv7().brand('PortalId');
export type PortalId = z.infer<typeof PortalId>;

export const TechnicianId = z.uuidv7().brand('TechnicianId');
export type TechnicianId = z.infer<typeof TechnicianId>;

/** A signed-in console: one sign-in on one machine. */
export const SessionId = z.uuidv7().brand('SessionId');
export type SessionId = z.infer<typeof SessionId>;

export const NoticeId = z.uuidv7().brand('NoticeId');
export type NoticeId = z.infer<typeof NoticeId>;

export const SavedReplyId = z.uuidv7().brand('SavedReplyId');
export type SavedReplyId = z.infer<typeof SavedReplyId>;

export const ScreenShareId = z.uuidv7().brand('ScreenShareId');
export type ScreenShareId = z.infer<typeof ScreenShareId>;

export const ExpertClientId = z.uuidv7().brand('ExpertClientId');
export type ExpertClientId = z.infer<typeof ExpertClientId>;

/** Made by whoever writes the message; it is the id of the command that sends it. */
export const MessageId = z.uuidv7().brand('MessageId');
export type MessageId = z.infer<typeof MessageId>;

/** Made by the client (UUIDv7): a command sent twice under one id takes effect once and gets the same answer. */
export const CommandId = z.uuidv7().brand('CommandId');
export type CommandId = z.infer<typeof CommandId>;

/** Place of a change in the relay's stream; 0 is before the first. Every row carries that of the change that last wrote it. */
export const Position = z.int().nonnegative().brand('Position');
export type Position = z.infer<typeof Position>;

/** Place of a message in its conversation, from 1 without gaps. */
export const Seq = z.int().nonnegative().brand('Seq');
export type Seq = z.infer<typeof Seq>;

/** Milliseconds since 1970-01-01 UTC, by the relay's clock. */
export const Instant = z.int().nonnegative();
export type Instant = z.infer<typeof Instant>;
