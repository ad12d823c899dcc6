import { z } from 'zod';

/**
 * Every refusal that crosses a border, by what is so. Sentences for them stand in the catalogues under `error.<code>`;
 * `details` fills their placeholders.
 */
export const errorCodes = [
  // the frame or the caller
  'bad-input',
  'too-large',
  'rate-limited',
  'protocol-not-supported',
  'command-id-reused',
  'not-signed-in',
  'wrong-credentials',
  'locked-out',
  'not-allowed',
  'not-found',
  // the state of a request
  'already-assigned',
  'not-assigned-to-you',
  'request-closed',
  'request-open',
  'already-reopened',
  'chat-not-joined',
  'chat-already-joined',
  'handover-pending',
  'no-handover',
  'technician-not-reachable',
  'not-over',
  'screen-share-open',
  'no-screen-share',
  'system-cannot-share',
  'client-not-listed',
  'system-takes-no-profiles',
  'profile-not-listed',
  'profile-not-for-system',
  // where a technician is reached
  'address-not-right',
  'address-not-allowed',
  // files
  'file-type-not-allowed',
  'file-content-mismatch',
  'file-too-large',
  'file-empty',
  'file-quota-reached',
  'file-scanning',
  'file-infected',
  'file-changed',
  'file-not-readable',
  'download-failed',

  // the portal
  'portal-closed',
  'field-required',
  // the machine at the other end
  'offline',
  'relay-not-reachable',
  'relay-stopping',
  'internal',
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Values for the placeholders of an error's sentence, such as `by` (a name) or `seconds`. */
export const ErrorDetails = z.record(z.string(), z.union([z.string(), z.number()]));
export type ErrorDetails = z.infer<typeof ErrorDetails>;

export const Refusal = z.object({ ok: z.literal(false), code: ErrorCode, details: ErrorDetails.optional() });
export type Refusal = { ok: false; code: ErrorCode; details?: ErrorDetails | undefined };

/** An answer: a value, or a refusal with a stable code. Bugs throw; refusals never do. */
export type Result<T> = { ok: true; value: T } | Refusal;

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const refuse = (code: ErrorCode, details?: ErrorDetails): Refusal =>
  details === undefined ? { ok: false, code } : { ok: false, code, details };

/** Schema of an answer whose value has the given schema. */
export const resultOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), Refusal]);
