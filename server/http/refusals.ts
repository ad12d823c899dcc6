import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { translatorOf } from '../../i18n/catalogues.ts';
import { errorText, type Translator } from '../../i18n/translate.ts';
import { refuse, type ErrorCode, type Refusal } from '../../protocol/errors.ts';

// How a refusal goes out over HTTP: a status, and JSON with the code and a sentence in the caller's language.

/**
 * What the state of things forbids is forbidden. 409 is for what is worth another try at once: tus clients repeat what
 * it answers, and take every other 4xx for the last word.
 */
const otherStatus = 403;
const statuses: Partial<Record<ErrorCode, number>> = {
  'bad-input': 400,
  'file-empty': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'not-found': 404,
  'command-id-reused': 409,
  'file-infected': 410,
  'too-large': 413,
  'file-too-large': 413,
  'file-quota-reached': 413,
  'file-type-not-allowed': 415,
  'file-content-mismatch': 415,
  'file-scanning': 425,
  'locked-out': 429,
  'rate-limited': 429,
  internal: 500,
  'relay-stopping': 503,
};
const translators = { en: translatorOf('en'), it: translatorOf('it') };

export const statusOf = (code: ErrorCode): number => statuses[code] ?? otherStatus;

/** Texts in the language of an `Accept-Language` header. */
export const translatorFor = (acceptLanguage = ''): Translator =>
  translators[/^it\b/i.test(acceptLanguage) ? 'it' : 'en'];

/** The refusal with its sentence. */
export const bodyOf = (refusal: Refusal, acceptLanguage = ''): Refusal & { message: string } => ({
  ...refusal,
  message: errorText(translatorFor(acceptLanguage), refusal.code, refusal.details),
});

/** Answers a request with a refusal. */
export const answer = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
  reply.code(statusOf(refusal.code)).send(bodyOf(refusal, request.headers['accept-language']));

/** Answers on the bare connection what is not HTTP enough to be a request, and ends it. */
export function answerNonsense(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { code } = refuse(error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'bad-input');
  const body = JSON.stringify(bodyOf(refuse(code)));
  const head = [
    `HTTP/1.1 ${statusOf(code)} ${code}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
