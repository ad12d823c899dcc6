import type { IncomingHttpHeaders } from 'node:http';
import type { RequestId } from '../../protocol/ids.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { FileOwner } from '../commands/files.ts';
import { isRequestSecret } from '../secrets.ts';
import type { Reader } from '../store/store.ts';

/** Reads who sends an HTTP request for files from its `Authorization`; null for nobody that the relay knows. */
export type CallerOf = (headers: IncomingHttpHeaders) => Promise<FileOwner | null>;

export type CallerParts = { read: Reader; accounts: Accounts; relayKey: string };

/** A console by its token, a customer's page by the secret of its request (protocol/files.ts). */
export function createCallers({ read, accounts, relayKey }: CallerParts): CallerOf {
  return async ({ authorization = '' }) => {
    const token = /^Bearer ([\w-]{20,200})$/.exec(authorization)?.[1];
    if (token !== undefined) {
      const signedIn = await accounts.recognize(token);
      return signedIn === null ? null : { kind: 'technician', id: signedIn.me.id };
    }
    const [, digits, secret] = /^Request ([1-9]\d{0,14})\.([\w-]{20,200})$/.exec(authorization) ?? [];
    if (digits === undefined || secret === undefined) return null;
    const request = Number(digits) as RequestId;
    const isTheirs = isRequestSecret(relayKey, request, secret) && (await read.requestSight(request)) !== null;
    return isTheirs ? { kind: 'customer', request } : null;
  };
}

/** A caller in one word, by which an upload knows its owner again. */
export const ownerKey = (owner: FileOwner): string =>
  owner.kind === 'technician' ? `technician ${owner.id}` : `customer ${owner.request}`;
