import type { Namespace, Socket } from 'socket.io';
import {
  consoleQueries,
  QueryFrame,
  type ConsoleQuery,
  type QueryInput,
  type QueryOutput,
} from '../../protocol/commands.ts';
import { protocolNumber } from '../../protocol/endpoints.ts';
import type { Entry } from '../../protocol/entries.ts';
import { ok, refuse, type Refusal, type Result } from '../../protocol/errors.ts';
import { ConsoleAuth, type Welcome } from '../../protocol/handshake.ts';
import type { Position, RequestId } from '../../protocol/ids.ts';
import { Typing, Viewing } from '../../protocol/live.ts';
import type { Me, Scope } from '../../protocol/model.ts';
import { findRequest, isVisible, type TechnicianActor } from '../access.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Log } from '../log.ts';
import type { Presences } from '../presence.ts';
import type { Commit, Store } from '../store/store.ts';
import { readSince, readSnapshot, visibleEntries } from '../stream.ts';

/** What the relay keeps of a connected console. */
type ConsoleData = { me: Me; tokenHash: string; scope: Scope; live: boolean };
type ConsoleSocket = Socket & { data: ConsoleData };
type Answer = (result: unknown) => void;

export type ConsoleParts = {
  namespace: Namespace;
  store: Store;
  dispatch: Dispatch;
  presences: Presences;
  accounts: Accounts;
  clock: () => number;
  log: Log;
  /** A technician's consoles came or went: his customers are told. */
  onConnectionChanged: (me: Me) => void;
};

const roomOf = (scope: Scope): string => `scope ${scope.revision}`;
const handshakeError = (refusal: Refusal): Error =>
  Object.assign(new Error(refusal.code), { data: { code: refusal.code } });

/** Serves consoles: welcome, commands, queries, live signals; after each commit everyone live gets what is his to see. */
export function serveConsoles(parts: ConsoleParts) {
  const { namespace, store, dispatch, presences, accounts, clock, log } = parts;
  const sockets = (): ConsoleSocket[] => [...namespace.sockets.values()] as ConsoleSocket[];
  /** Where each room of live consoles stands in the stream. */
  const sentTo = new Map<string, Position>();

  namespace.use((socket, next) => {
    void admit(socket as ConsoleSocket).then(
      (refusal) => next(refusal === null ? undefined : handshakeError(refusal)),
      (error: unknown) => {
        log.error({ error }, 'console handshake failed');
        next(handshakeError(refuse('internal')));
      },
    );
  });

  async function admit(socket: ConsoleSocket): Promise<Refusal | null> {
    const auth = ConsoleAuth.safeParse(socket.handshake.auth);
    if (!auth.success) return refuse('bad-input');
    if (auth.data.protocol !== protocolNumber) return refuse('protocol-not-supported');
    const signedIn = await accounts.recognize(auth.data.token);
    const scope = signedIn === null ? null : await store.read.scope(signedIn.me.id);
    if (signedIn === null || scope === null) return refuse('not-signed-in');
    socket.data = { ...signedIn, scope, live: false } satisfies ConsoleData;
    return null;
  }

  namespace.on('connection', (raw) => {
    const socket = raw as ConsoleSocket;
    const { me } = socket.data;
    presences.consoleConnected(me.id, socket.id);
    parts.onConnectionChanged(me);
    socket.on('disconnect', () => {
      presences.consoleGone(me.id, socket.id);
      parts.onConnectionChanged(me);
    });
    socket.on('command', (frame: unknown, answer: unknown) => respond(answer, () => dispatch.console(me.id, frame)));
    socket.on('query', (frame: unknown, answer: unknown) => respond(answer, () => query(socket, frame)));
    socket.on('typing', (signal: unknown) => void live(socket, Typing.safeParse(signal).data ?? null));
    socket.on('viewing', (signal: unknown) => void live(socket, Viewing.safeParse(signal).data ?? null));
    void welcome(socket);
  });

  async function welcome(socket: ConsoleSocket): Promise<void> {
    const { me, scope } = socket.data;
    socket.emit('welcome', { me, scope, head: await store.read.head(), now: clock() } satisfies Welcome);
  }

  /** Answers through the acknowledgement; a bug is the relay's business and comes out as `internal`. */
  function respond(answer: unknown, work: () => Promise<Result<unknown>>): void {
    if (typeof answer !== 'function') return;
    work().then(answer as Answer, (error: unknown) => {
      log.error({ error }, 'console request failed');
      (answer as Answer)(refuse('internal'));
    });
  }

  async function query(socket: ConsoleSocket, frame: unknown): Promise<Result<unknown>> {
    const parsed = QueryFrame.safeParse(frame);
    if (!parsed.success || !Object.hasOwn(consoleQueries, parsed.data.name)) return refuse('bad-input');
    const name = parsed.data.name as ConsoleQuery;
    const input = consoleQueries[name].input.safeParse(parsed.data.input);
    if (!input.success) return refuse('bad-input');
    return (queries[name] as (socket: ConsoleSocket, input: unknown) => Promise<Result<unknown>>)(socket, input.data);
  }

  const queries: {
    [N in ConsoleQuery]: (socket: ConsoleSocket, input: QueryInput<N>) => Promise<Result<QueryOutput<N>>>;
  } = {
    'stream.read': async (socket, { after }) => {
      const page = await readSince(store.read, socket.data.scope, after);
      if (!page.more && !socket.data.live) goLive(socket, page.to);
      return ok(page);
    },
    'snapshot.read': async (socket, input) => ok(await readSnapshot(store.read, socket.data.scope, input)),
    'transfer.candidates': async (socket, { id }) => {
      const found = await findRequest(store.read, actorOf(socket), id);
      if (!found.ok) return found;
      const colleagues = (await store.read.accountsOf(found.value.companyId)).filter(
        (other) => other.id !== socket.data.me.id,
      );
      const candidates = await Promise.all(
        colleagues.map(async (other) => ({
          id: other.id,
          name: other.name,
          available: await presences.isReachable(other.id),
        })),
      );
      return ok(candidates.sort((a, b) => Number(b.available) - Number(a.available)));
    },
    'session.list': async (socket) => ok(await accounts.sessionsOf(socket.data.me)),
  };

  const actorOf = (socket: ConsoleSocket): TechnicianActor => ({
    kind: 'technician',
    id: socket.data.me.id,
    role: socket.data.me.role,
    scope: socket.data.scope,
  });

  /** From here on pushes reach this console. What was committed between its last page and now comes as a gap that it fills by asking. */
  function goLive(socket: ConsoleSocket, at: Position): void {
    const room = roomOf(socket.data.scope);
    socket.data.live = true;
    if (!namespace.adapter.rooms.has(room)) sentTo.set(room, at);
    void socket.join(room);
  }

  async function live(socket: ConsoleSocket, signal: Typing | Viewing | null): Promise<void> {
    if (signal === null) return;
    const { me } = socket.data;
    if (signal.id === null) return presences.view(me.id, socket.id, null);
    const found = await findRequest(store.read, actorOf(socket), signal.id);
    if (!found.ok) return;
    if ('typing' in signal) presences.type(me.id, socket.id, signal.id, signal.typing);
    else presences.view(me.id, socket.id, signal.id);
  }

  /** Reads once per distinct scope what the commit changed for it, and sends it to all who share that scope. */
  async function push(to: Position, changes: readonly Entry[]): Promise<void> {
    const scopes = new Map(
      sockets()
        .filter((socket) => socket.data.live)
        .map((socket) => [roomOf(socket.data.scope), socket.data.scope]),
    );
    for (const [room, scope] of scopes) {
      const from = sentTo.get(room) ?? to;
      if (from >= to) continue;
      const entries = await visibleEntries(store.read, scope, changes, from, to);
      if (entries.length === 0) continue;
      sentTo.set(room, to);
      namespace.to(room).emit('entries', { from, to, entries });
    }
  }

  /** After a change of availability or access: the new scope, and a place among those who share it. */
  async function renewScopes(): Promise<void> {
    for (const socket of sockets()) {
      const scope = await store.read.scope(socket.data.me.id);
      const stillSignedIn = await store.read.session(socket.data.tokenHash);
      if (scope === null || stillSignedIn === null) {
        socket.emit('signed-out', {});
        socket.disconnect(true);
      } else if (scope.revision !== socket.data.scope.revision) {
        await socket.leave(roomOf(socket.data.scope));
        Object.assign(socket.data, { scope, live: false });
        socket.emit('scope', scope);
      }
    }
  }

  return {
    /** Tells the live consoles what a commit changed. */
    committed: async ({ to, entries, directory }: Pick<Commit, 'to' | 'entries' | 'directory'>): Promise<void> => {
      if (directory) await renewScopes();
      await push(to, entries);
    },
    /** Another process wrote: what it changed is read from the store. */
    changedElsewhere: async (): Promise<void> => {
      await renewScopes();
      const head = await store.read.head();
      const behind = Math.min(head, ...sentTo.values()) as Position;
      await push(head, await store.read.since(behind, Number.MAX_SAFE_INTEGER));
    },
    presenceChanged: async (id: RequestId): Promise<void> => {
      const request = await store.read.request(id);
      if (request === null) return;
      const presence = presences.of(id);
      for (const socket of sockets()) if (isVisible(request, socket.data.scope)) socket.emit('presence', presence);
    },
    count: (): number => namespace.sockets.size,
    comeBack: (afterMs: () => number): void => {
      for (const socket of sockets()) socket.emit('come-back', { afterMs: afterMs() });
    },
  };
}
