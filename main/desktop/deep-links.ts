import type { RequestId } from '../../protocol/ids.ts';
import { consoleScheme, parseConsoleLink, type ConsoleLink } from '../../protocol/links.ts';

/** The first link of ours among a program's arguments: how Windows and Linux hand one over. */
export function linkIn(argv: readonly string[]): ConsoleLink | null {
  const link = argv.find((argument) => argument.startsWith(`${consoleScheme}://`));
  return link === undefined ? null : parseConsoleLink(link);
}

/** What of the console decides whether a link can be followed now. */
export type LinkState = {
  signedIn: boolean;
  /** Whether more of what this technician may see is on its way into the cache. */
  arriving: boolean;
};

export type LinkParts = {
  /** Brings the window before the person. */
  onForward: () => void;
  onShow: (id: RequestId) => void;
  /** Whether the request is in the cache. */
  isHere: (id: RequestId) => Promise<boolean>;
  onError: (error: unknown) => void;
};

/**
 * Follows links to requests. Whatever the console is doing, it comes forward at once; the request is shown as soon as
 * somebody is signed in and what the relay has of it is here. The last link counts.
 */
export function createLinks({ onForward, onShow, isHere, onError }: LinkParts) {
  let wanted: RequestId | null = null;
  let state: LinkState = { signedIn: false, arriving: true };

  async function follow(): Promise<void> {
    const id = wanted;
    if (id === null || !state.signedIn) return;
    if (state.arriving && !(await isHere(id))) return;
    if (wanted !== id) return;
    wanted = null;
    onShow(id);
  }

  return {
    open: (link: ConsoleLink | null): void => {
      if (link === null) return;
      onForward();
      if (link.kind !== 'request') return;
      wanted = link.id;
      follow().catch(onError);
    },
    changed: (next: LinkState): void => {
      state = next;
      follow().catch(onError);
    },
  };
}
