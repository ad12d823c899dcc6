import type { ErrorCode, Refusal } from '../../protocol/errors.ts';

/**
 * HTTP status of a refusal about files. 409 is for what is worth another try at once: tus clients repeat what it answers,
 * and take every other 4xx for the last word.
 */
const statuses: Partial<Record<ErrorCode, number>> = {
  'not-signed-in': 401,
  'not-found': 404,
  'rate-limited': 429,
  'relay-stopping': 503,
  'command-id-reused': 409,
  'file-too-large': 413,
  'file-quota-reached': 413,
  'file-type-not-allowed': 415,
  'file-content-mismatch': 415,
  'file-scanning': 425,
  'file-infected': 410,
  'bad-input': 400,
  'file-empty': 400,
  internal: 500,
};

/** What the state of a request forbids is forbidden. */
export const statusOfRefusal = (code: ErrorCode): number => statuses[code] ?? 403;

/** A refusal on its way out of the tus server, which answers what is thrown in this shape. */
export const thrown = (refusal: Refusal): { status_code: number; body: string } => ({
  status_code: statusOfRefusal(refusal.code),
  body: JSON.stringify(refusal),
});
