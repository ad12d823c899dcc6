import type { AccountState, ConnectionState } from '../preload/contract.ts';
import type { Counts } from '../preload/list-contract.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Presence } from '../protocol/live.ts';
import type { Me } from '../protocol/technicians.ts';
import type { RequestId } from '../protocol/ids.ts';
import type { SyncState } from './relay/sync.ts';

/** What main knows at this moment and the pages mirror; everything lasting is in storage. */
export type ConsoleState = {
  me: Me | null;
  relay: string;
  email: string;
  available: boolean;
  /** Not Available only because nobody was at any of this technician's consoles. */
  absent: boolean;
  /** Somebody is at this console. */
  there: boolean;
  signedOutBecause: ErrorCode | null;
  tokenProtected: boolean;
  connection: ConnectionState;
  counts: Counts;
  presence: Map<RequestId, Presence>;
  onScreen: RequestId | null;
};

/** What main knows when it starts. */
export const firstState = (known: Pick<ConsoleState, 'me' | 'relay' | 'email' | 'tokenProtected'>): ConsoleState => ({
  ...known,
  available: true,
  absent: false,
  there: true,
  signedOutBecause: null,
  connection: { kind: 'offline', since: null, unsent: 0, progress: null },
  counts: { all: 0, new: 0, active: 0, completed: 0, unread: 0 },
  presence: new Map(),
  onScreen: null,
});

export const accountState = ({
  me,
  relay,
  email,
  available,
  signedOutBecause,
  tokenProtected,
}: ConsoleState): AccountState =>
  me === null
    ? { kind: 'signed-out', relay, email, reason: signedOutBecause }
    : { kind: 'signed-in', relay, me, available, tokenProtected };

/** How the connection stands by what the sync tells, of what it fetches besides in whole percents; null: as before. */
export function synced(before: ConnectionState, { live, progress }: SyncState): Omit<ConnectionState, 'unsent'> | null {
  const kind = live ? 'live' : 'catching-up';
  const done = progress === null ? null : Math.round(progress * 100) / 100;
  return before.kind === kind && before.progress === done ? null : { kind, since: null, progress: done };
}
