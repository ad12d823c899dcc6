import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MessageId, RequestId } from '../../protocol/ids.ts';

const goodForMs = 60_000;

/**
 * Tickets by which a customer's browser saves a file itself: good for a minute, for one file, for the page of one
 * request. Nothing is stored; whether that page may have the file is asked when the ticket is used.
 */
export function createTickets(relayKey: string, clock: () => number) {
  const sign = (file: string, request: number, until: number): string =>
    createHmac('sha256', relayKey).update(`ticket ${file} ${request} ${until}`).digest('base64url');

  return {
    issue: (file: MessageId, request: RequestId): string => {
      const until = clock() + goodForMs;
      return `${request}.${until}.${sign(file, request, until)}`;
    },
    /** The request whose page it was given to, or null if it is not good, or not for this file. */
    redeem: (file: string, ticket: string): RequestId | null => {
      const [, request = '', until = '', signature = ''] =
        /^([1-9]\d{0,14})\.(\d{1,15})\.([\w-]{43})$/.exec(ticket) ?? [];
      if (signature === '' || Number(until) < clock()) return null;
      const right = Buffer.from(sign(file, Number(request), Number(until)));
      return timingSafeEqual(right, Buffer.from(signature)) ? (Number(request) as RequestId) : null;
    },
  };
}
