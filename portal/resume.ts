import type { RequestId } from '../protocol/ids.ts';
import { parseEmbedFragment, parseResumeFragment, parseToldFragment, resumeFragment } from '../protocol/links.ts';
import type { Saved } from './saved.ts';

/** A request, and the secret that proves it the customer's own. */
export type Own = { id: RequestId; secret: string };

/** Where the customer is: at a request, or at the form, with a way back if there is a request to go back to. */
export type Place = { kind: 'request'; own: Own } | { kind: 'form'; back: Own | null };

/** Address of the form, also for a customer who has a request. */
export const newRequestLink = '#new';
export const linkTo = (own: Own): string => `#${resumeFragment(own.id, own.secret)}`;

/** What this browser keeps of a request whose answers it tells: the way back, and where it gets them. */
export type Told = { secret: string; endpoint: string };
export const toldPlace = (id: RequestId): string => `told/${id}`;

/** The address bar, as far as the page needs it. `replace` leaves no entry in the history. */
export type AddressBar = { fragment: () => string; replace: (fragment: string) => void };

export type Resume = ReturnType<typeof createResume>;

/**
 * Finds the customer's request again: by the link's fragment (which stays in the address, to be bookmarked and
 * reloaded), or by what this browser kept when it was last here.
 */
export function createResume(saved: Saved, address: AddressBar) {
  const kept = (): (Own & { over?: true }) | null => saved.read('request');

  return {
    place: (): Place => {
      const linked = parseResumeFragment(address.fragment());
      if (linked !== null) return { kind: 'request', own: linked };
      // By a notification, which has no secret.
      const id = parseToldFragment(address.fragment());
      const told = id === null ? null : saved.read<Told>(toldPlace(id));
      if (id !== null && told !== null) return { kind: 'request', own: { id, secret: told.secret } };
      const own = kept();
      // Who comes back after a request was over comes with a new one; the old is a click away.
      if (own === null || own.over === true || address.fragment() === newRequestLink)
        return { kind: 'form', back: own };
      return { kind: 'request', own };
    },
    /** From now on this is the customer's request. */
    keep: (own: Own): void => {
      const before = kept();
      if (before?.id !== own.id || before.secret !== own.secret) saved.write('request', own);
      address.replace(linkTo(own));
    },
    /** The request is closed and the customer has seen it. */
    markOver: ({ id, secret }: Own): void => {
      if (kept()?.id === id) saved.write('request', { id, secret, over: true });
    },
    /** The relay does not know this request. */
    forget: ({ id }: Own): void => {
      if (kept()?.id === id) saved.drop('request');
    },
    /** The page that embeds this one, by a fragment that is then taken out of the address; '' if there is none. */
    takeEmbeddingPage: (): string => {
      const page = parseEmbedFragment(address.fragment());
      if (page === null) return '';
      address.replace('');
      return page;
    },
  };
}
