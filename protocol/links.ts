import { RequestId } from './ids.ts';

/** The console's own scheme, registered with the operating system. */
export const consoleScheme = 'sportello';

/** Opens a request in the console: `sportello://request/42`. */
export const requestLink = (id: RequestId): string => `${consoleScheme}://request/${id}`;

export type ConsoleLink = { kind: 'request'; id: RequestId } | { kind: 'unknown' };

/** Reads a link that the operating system handed over; whatever is not exactly one of ours is `unknown`. */
export function parseConsoleLink(link: string): ConsoleLink {
  const digits = /^sportello:\/\/request\/([1-9][0-9]{0,14})\/?$/.exec(link)?.[1];
  const id = RequestId.safeParse(Number(digits));
  return id.success ? { kind: 'request', id: id.data } : { kind: 'unknown' };
}

/** Path of a portal's page. */
export const portalPath = (slug: string): string => `/p/${encodeURIComponent(slug)}`;

/**
 * The link by which a customer comes back to the own request; `base` is the relay's public address. Id and secret stand in the fragment, which browsers
 * neither send nor put into referrers, so no log ever has them.
 */
export const resumeLink = (base: string, slug: string, id: RequestId, secret: string): string =>
  `${base.replace(/\/+$/, '')}${portalPath(slug)}#${resumeFragment(id, secret)}`;

export const resumeFragment = (id: RequestId, secret: string): string => `request=${id}.${secret}`;

/** Request and secret from a page's fragment (with or without `#`), or null. */
export function parseResumeFragment(fragment: string): { id: RequestId; secret: string } | null {
  const [, digits, secret] = /^#?request=([1-9][0-9]{0,14})\.([A-Za-z0-9_-]{20,200})$/.exec(fragment) ?? [];
  const id = RequestId.safeParse(Number(digits));
  return id.success && secret !== undefined ? { id: id.data, secret } : null;
}
