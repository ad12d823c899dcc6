import { z } from 'zod';
import { ErrorCode, ErrorDetails } from '../protocol/errors.ts';
import { CommandId, Instant, MessageId, RequestId, Seq } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { FileState, MessageBody, Notice, SupportRequest, text } from '../protocol/model.ts';
import { RequestRow } from './list-contract.ts';
import { RequestScreenShare } from './screen-share-contract.ts';

// The part of the bridge that is about one request: Details, with its chat.

/** A command that the relay refused, kept where the technician acted until retried or discarded. */
export const Refused = z.object({
  commandId: CommandId,
  name: z.string(),
  code: ErrorCode,
  details: ErrorDetails,
  at: Instant,
});
export type Refused = z.infer<typeof Refused>;

export const RequestDetails = z.object({
  row: RequestRow,
  request: SupportRequest,
  handoverFrom: z.string().nullable(),
  handoverTo: z.string().nullable(),
  /** The last session of screen sharing, open or not. */
  screenShare: RequestScreenShare.nullable(),
  refused: z.array(Refused),
  /** Other requests of the same e-mail address at the same company, newest first (spec 8.10). */
  earlier: z.array(
    z.object({ id: RequestId, subject: z.string(), status: RequestRow.shape.status, createdAt: Instant }),
  ),
  notices: z.array(Notice),
});
export type RequestDetails = z.infer<typeof RequestDetails>;

/**
 * One line of the chat. `state`: an own text on its way (`sending`, or `waiting` for the connection), refused, or how
 * far it came. Lines not on the relay yet have no `seq` and stand last, in the order they were written.
 */
export const ChatLine = z.object({
  id: MessageId,
  requestId: RequestId,
  seq: Seq.nullable(),
  at: Instant,
  author: z.enum(['customer', 'me', 'colleague', 'system']),
  /** Name of the author; for events, of the technician they are about. */
  name: z.string(),
  /** For events with two technicians, the other one. */
  otherName: z.string().nullable(),
  body: MessageBody,
  state: z.enum(['waiting', 'sending', 'refused', 'sent', 'delivered', 'read', 'received']),
  refusal: z.object({ code: ErrorCode, details: ErrorDetails }).nullable(),
  /** How the file of a line stands, from its way to the relay on; null if the line has none. */
  fileState: z.enum(['uploading', ...FileState.shape.state.options]).nullable(),
});
export type ChatLine = z.infer<typeof ChatLine>;

export const ConversationPage = z.object({
  lines: z.array(ChatLine),
  /** Older lines there are; those of requests that this one carries on are counted in. */
  more: z.boolean(),
  /** Up to where I had read when this was asked; 0 if nothing. */
  readSeq: Seq,
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** A half-written message. `note`: an internal one. It never lands in another request. */
export const Draft = z.object({ text: text(limits.message), note: z.boolean() });
export type Draft = z.infer<typeof Draft>;
