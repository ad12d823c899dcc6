import type { RequestId } from './ids.ts';

/** Digits of a request's number in a link. Fifteen of them are below what a number can count exactly. */
const digits = '([1-9][0-9]{0,14})';
const requestId = (matched: string): RequestId => Number(matched) as RequestId;

/** The console's own scheme, registered with the operating system. */
export const consoleScheme = 'sportello';

/** Opens a request in the console: `sportello://request/42`. */
export const requestLink = (id: RequestId): string => `${consoleScheme}://request/${id}`;

export type ConsoleLink = { kind: 'request'; id: RequestId } | { kind: 'unknown' };

/** Reads a link that the operating system handed over; whatever is not exactly one of ours is `unknown`. */
export function parseConsoleLink(link: string): ConsoleLink {
  const id = new RegExp(`^${consoleScheme}://request/${digits}/?$`).exec(link)?.[1];
  return id === undefined ? { kind: 'unknown' } : { kind: 'request', id: requestId(id) };
}

/** Path of the relay's page that opens a request in the console; `:number` for the route itself. */
export const requestPagePath = (number: RequestId | ':number'): string => `/r/${number}`;

/** The link to that page, for where only web links can be clicked; `base` is the relay's public address. */
export const requestPage = (base: string, id: RequestId): string => `${base.replace(/\/+$/, '')}${requestPagePath(id)}`;

/** The request that the page's path names, or null. */
export function parseRequestNumber(number: string): RequestId | null {
  const matched = new RegExp(`^${digits}$`).exec(number)?.[1];
  return matched === undefined ? null : requestId(matched);
}

/** Path of a portal's page. */
export const portalPath = (slug: string): string => `/p/${encodeURIComponent(slug)}`;

/**
 * The link by which a customer comes back to the own request; `base` is the relay's public address. Id and secret
 * stand in the fragment, which browsers neither send nor put into referrers, so no log ever has them.
 */
export const resumeLink = (base: string, slug: string, id: RequestId, secret: string): string =>
  `${base.replace(/\/+$/, '')}${portalPath(slug)}#${resumeFragment(id, secret)}`;

export const resumeFragment = (id: RequestId, secret: string): string => `request=${id}.${secret}`;

/** Request and secret from a page's fragment (with or without `#`), or null. */
export function parseResumeFragment(fragment: string): { id: RequestId; secret: string } | null {
  const [, id, secret] = new RegExp(`^#?request=${digits}\\.([A-Za-z0-9_-]{20,200})$`).exec(fragment) ?? [];
  return id === undefined || secret === undefined ? null : { id: requestId(id), secret };
}

/** Where a customer's device gets a profile; `token` is what only the customer of that delivery was given. */
export const profilePath = (delivery: string, token: string): string => `/profile/${delivery}/${token}`;
/** Where it gets the certificate file that such a page leads to. */
export const profileFilePath = (delivery: string, token: string): string => `${profilePath(delivery, token)}/file`;

/** Fragment by which a notification leads to a request whose secret the device itself keeps. */
export const toldFragment = (id: RequestId): string => `told=${id}`;

/** The request from such a fragment (with or without `#`), or null. */
export function parseToldFragment(fragment: string): RequestId | null {
  const id = new RegExp(`^#?told=${digits}$`).exec(fragment)?.[1];
  return id === undefined ? null : requestId(id);
}

/** Fragment by which a company's own page tells the portal in its frame which page that is. */
export const embedFragment = (page: string): string => `from=${encodeURIComponent(page)}`;

/** The embedding page from a fragment (with or without `#`), or null. */
export function parseEmbedFragment(fragment: string): string | null {
  const encoded = /^#?from=(.*)$/.exec(fragment)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null; // not what embedFragment makes
  }
}
