import { hostname } from 'node:os';
import type { EventName, EventPayload } from '../preload/contract.ts';
import type { ConsoleCommand, ConsoleInput, DurableCommand } from '../protocol/commands.ts';
import { ok, refuse, type ErrorCode, type Result } from '../protocol/errors.ts';
import type { CommandId, MessageId, RequestId } from '../protocol/ids.ts';
import type { Presence } from '../protocol/live.ts';
import type { Scope } from '../protocol/technicians.ts';
import type { ScreenShareSignal } from '../protocol/screen-share.ts';
import { accountState, synced, type ConsoleState } from './console-state.ts';
import type { openAccount, SignedInAccount } from './account.ts';
import { afterAWhile } from './latest.ts';
import type { Log } from './log.ts';
import { createRecount } from './recount.ts';
import { connect, type Connection } from './relay/connection.ts';
import { createDelivery } from './relay/delivery.ts';
import { relayAddress, signIn } from './relay/sign-in.ts';
import type { Target } from './relay/file-upload.ts';
import type { UploadQueue } from './relay/uploads.ts';
import { createSync, type Origin, type SyncState } from './relay/sync.ts';
import type { Changes } from './storage/apply.ts';
import type { News } from './storage/news.ts';
import type { Storage } from './storage/storage.ts';

const lookAtHistoryMs = 250;

export type ConsoleParts = {
  storage: Storage;
  account: ReturnType<typeof openAccount>;
  state: ConsoleState;
  clock: () => number;
  newId: () => string;
  log: Log;
  send: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  /** `live`: of this moment; otherwise of a time when there was no connection. */
  onNews: (news: readonly News[], live: boolean) => void;
  /** Something of these requests has just changed. */
  onRequests: (ids: readonly RequestId[]) => void;
  /** Sends files while there is a connection. */
  uploads: () => Pick<UploadQueue, 'start' | 'stop' | 'settled' | 'tidy'>;
  /** Availability, connection or counts changed: tray and badge follow. */
  onState: (state: ConsoleState) => void;
};
export type Console = ReturnType<typeof createConsole>;

const isAnybodyThere = ({ technicians, customer }: Presence): boolean => technicians.length > 0 || customer.connected;

/** What a command of this technician changes before the relay has answered. */
const touched = (id: RequestId): Changes => ({
  requests: [id],
  conversations: [id],
  notices: false,
  savedReplies: false,
  news: [],
});

/** What goes to the relay at once or not at all. */
const straightTo = (connection: () => Connection | null, newId: () => string, state: Pick<ConsoleState, 'there'>) => ({
  /** A command whose point is its answer; `offline` without a connection. */
  ask: <N extends ConsoleCommand>(name: N, input: ConsoleInput<N>) =>
    connection()?.command(newId() as CommandId, name, input) ?? Promise.resolve(refuse('offline')),
  /** A question to the relay. */
  query: ((name, input) =>
    connection()?.query(name, input) ?? Promise.resolve(refuse('offline'))) as Connection['query'],
  signal: ((event, payload) => connection()?.signal(event, payload)) as Connection['signal'],
  screenShareSignal: (signal: ScreenShareSignal): void => connection()?.screenShareSignal(signal),
  /** Somebody came to this console, or left it. */
  attend: (there: boolean): void => {
    state.there = there;
    connection()?.attend();
  },
  reconnectNow: (): void => connection()?.reconnectNow(),
});

/** The signed-in console: connection, sync and delivery joined; what changed goes to the pages and the desktop. */
export function createConsole({
  storage,
  account,
  state,
  clock,
  newId,
  log,
  send,
  onNews,
  onRequests,
  uploads,
  onState,
}: ConsoleParts) {
  let connection: Connection | null = null;
  const failed = (event: string) => (error: unknown) => log.error(event, error);

  const sync = createSync({
    storage,
    connection: () => connection,
    onChanged: arrived,
    onReset: () => {
      send('requests.changed', { ids: null });
      send('conversations.changed', { ids: null });
      send('notices.changed', {});
      send('saved-replies.changed', {});
      recount();
    },
    onState: syncStands,
    onError: failed('sync'),
  });
  const delivery = createDelivery({
    storage,
    connection: () => connection,
    onSettled: (id) => changed(touched(id)),
    onError: failed('delivery'),
  });

  function changed({ requests, conversations, notices, savedReplies }: Changes): void {
    if (requests.length > 0) {
      send('requests.changed', { ids: requests });
      onRequests(requests);
    }
    if (conversations.length > 0) send('conversations.changed', { ids: conversations });
    if (notices) send('notices.changed', {});
    if (savedReplies) send('saved-replies.changed', {});
    if (requests.length > 0 || conversations.length > 0) recount();
  }

  /** History fills up behind what is on screen: the lists look now and then, not at every page of it. */
  const history = afterAWhile(lookAtHistoryMs, () => {
    send('requests.changed', { ids: null });
    recount();
  });

  function arrived(changes: Changes, origin: Origin): void {
    if (origin === 'snapshot') return history.ask();
    changed(changes);
    if (changes.news.length > 0) onNews(changes.news, origin === 'live');
  }

  function syncStands(told: SyncState): void {
    const wasLive = state.connection.kind === 'live';
    const next = synced(state.connection, told);
    if (next !== null) setConnection(next);
    if (wasLive || next?.kind !== 'live') return;
    delivery.start();
    uploads().start();
  }

  const recount = createRecount({
    storage,
    onCounted: (counts, unsent) => {
      state.counts = counts;
      send('counts.changed', counts);
      // Counts change with every message, what is unsent seldom does: the strip is told when it does.
      if (unsent === state.connection.unsent) onState(state);
      else setConnection({ unsent });
    },
    onError: failed('counts'),
  });

  function setConnection(patch: Partial<ConsoleState['connection']>): void {
    state.connection = { ...state.connection, ...patch };
    send('connection.changed', state.connection);
    onState(state);
  }
  /** Since the first of several losses in a row. */
  const wentOffline = (): void =>
    setConnection({ kind: 'offline', since: state.connection.since ?? clock(), progress: null });
  function accountChanged(): void {
    send('account.changed', accountState(state));
    onState(state);
  }
  function adopt(scope: Scope): void {
    state.absent = scope.absent;
    if (state.available === scope.available) return;
    state.available = scope.available;
    accountChanged();
  }

  function disconnect(): void {
    history.cancel();
    connection?.close();
    connection = null;
    sync.lost();
    delivery.stop();
    uploads().stop();
  }

  async function open({ relay, token, me }: SignedInAccount): Promise<void> {
    await storage.claim({ relay, technicianId: me.id });
    const { scope } = await storage.readProgress();
    Object.assign(state, { me, relay, email: me.email, signedOutBecause: null, available: scope?.available ?? true });
    accountChanged();
    setConnection({ kind: 'connecting', since: null, progress: null });
    recount();
    connection = connect(relay, token, {
      isThere: () => state.there,
      onWelcome: (welcome) => {
        adopt(welcome.scope);
        sync.welcomed(welcome);
      },
      onEntries: sync.pushed,
      onScope: (scope) => {
        adopt(scope);
        sync.scopeChanged(scope);
      },
      onPresence: (presence) => {
        // Most requests have nobody at them: those are not kept.
        if (isAnybodyThere(presence)) state.presence.set(presence.id, presence);
        else state.presence.delete(presence.id);
        send('presence.changed', presence);
      },
      onScreenShareSignal: (signal) => send('screenShare.signalled', signal),
      onLost: () => {
        sync.lost();
        state.presence.clear();
        wentOffline();
      },
      onUnreachable: () => {
        if (state.connection.kind !== 'offline') wentOffline();
      },
      onRefused: (code) => signedOut(code),
      onNonsense: (event) => log.error('not in the contract', event),
    });
  }

  /** The relay won't have this sign-in any more: the person signs in again; what is cached and unsent stays. */
  function signedOut(code: ErrorCode): void {
    disconnect();
    account.forget();
    Object.assign(state, { me: null, signedOutBecause: code });
    accountChanged();
    setConnection({ kind: 'offline', since: null, progress: null });
  }

  async function queue<N extends DurableCommand>(
    name: N,
    input: ConsoleInput<N> & { id: RequestId },
    { takesDraft = false } = {},
  ): Promise<Result<{ id: MessageId }>> {
    if (state.me === null) return refuse('not-signed-in');
    const id = newId();
    await storage.addCommand({ id: id as CommandId, name, input, at: clock(), takesDraft });
    changed(touched(input.id));
    delivery.start();
    return ok({ id: id as MessageId });
  }

  return {
    state,
    /** Opens what was signed in before, if anything. */
    resume: async (): Promise<void> => {
      const signedIn = account.current();
      if (signedIn !== null) await open(signedIn);
    },
    signIn: async (typed: {
      relay: string;
      email: string;
      password: string;
    }): Promise<Result<Record<string, never>>> => {
      const relay = relayAddress(typed.relay);
      if (relay === null) return refuse('relay-not-reachable');
      const answer = await signIn(relay, { email: typed.email, password: typed.password, device: hostname() });
      if (!answer.ok) return answer;
      const signedIn: SignedInAccount = { relay, ...answer.value };
      account.keep(signedIn);
      await open(signedIn);
      return ok({});
    },
    signOut: async (): Promise<void> => {
      const session = state.me?.sessionId;
      if (session !== undefined) await connection?.command(newId() as CommandId, 'session.revoke', { id: session });
      disconnect();
      account.forget();
      await uploads().settled();
      await storage.forgetAll();
      await uploads().tidy();
      Object.assign(state, { me: null, signedOutBecause: null });
      accountChanged();
      send('requests.changed', { ids: null });
      recount();
    },
    ...straightTo(() => connection, newId, state),
    queue,
    retry: async (id: CommandId): Promise<void> => {
      const request = await storage.retryCommand(id, newId() as CommandId);
      if (request !== null) changed(touched(request));
      delivery.start();
    },
    discard: async (id: CommandId): Promise<void> => {
      const request = await storage.discardCommand(id);
      if (request !== null) changed(touched(request));
    },
    /** Where files go to and come from, and by what sign-in; null without a connection. */
    target: (): Target | null => {
      const signedIn = connection?.isConnected() === true ? account.current() : null;
      return signedIn === null ? null : { relay: signedIn.relay, token: signedIn.token };
    },
    /** Something on its way in this request stands otherwise now. */
    touched: (id: RequestId): void => changed(touched(id)),
    close: async (): Promise<void> => {
      disconnect();
      await sync.settled();
      await uploads().settled();
      await storage.close();
    },
  };
}
