import { consoleScheme, parseConsoleLink, type ConsoleLink } from '../../protocol/links.ts';

/** The first link of ours among a program's arguments: how Windows and Linux hand one over. */
export function linkIn(argv: readonly string[]): ConsoleLink | null {
  const link = argv.find((argument) => argument.startsWith(`${consoleScheme}://`));
  return link === undefined ? null : parseConsoleLink(link);
}

/** Holds links that come before the console can follow them. */
export function createLinkQueue(follow: (link: ConsoleLink) => void) {
  let waiting: ConsoleLink | null = null;
  let ready = false;
  return {
    open: (link: ConsoleLink | null): void => {
      if (link === null) return;
      if (ready) follow(link);
      else waiting = link;
    },
    becomeReady: (): void => {
      ready = true;
      if (waiting !== null) follow(waiting);
      waiting = null;
    },
  };
}
