import type { Namespace, Socket } from 'socket.io';
import {
  consoleQueries,
  QueryFrame,
  type ConsoleQuery,
  type QueryInput,
  type QueryOutput,
} from '../../protocol/commands.ts';
import { ok, refuse, type Refusal, type Result } from '../../protocol/errors.ts';
import { protocolNumber } from '../../protocol/endpoints.ts';
import { ConsoleAuth, type Welcome } from '../../protocol/handshake.ts';
import type { Position, RequestId, SessionId, TechnicianId } from '../../protocol/ids.ts';
import { Attendance, Typing, Viewing, type ComeBack } from '../../protocol/live.ts';
import type { Me, Scope } from '../../protocol/technicians.ts';
import { findRequest, isVisible, type TechnicianActor } from '../access.ts';
import type { Reach, ReachMethod, ReachTest } from '../../protocol/reach.ts';
import type { IceServers } from '../../protocol/screen-share.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { offeredProfiles } from '../profiles/offered.ts';
import { findOwnScreenShare } from '../screen-share-access.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Log } from '../log.ts';
import type { Presences } from '../presence.ts';
import { readSnapshot } from '../snapshot.ts';
import type { Commit, Store } from '../store/store.ts';
import { pageSize, readSince, sortChanges } from '../stream.ts';
import { createTurns, nextTurn } from '../turns.ts';
import { createAudiences } from './audiences.ts';

/** What the relay keeps of a connected console: its sign-in, and the scope that it was last told. */
type ConsoleData = { me: Me; tokenHash: string; there: boolean; scope: Scope; live: boolean };
type ConsoleSocket = Socket & { data: ConsoleData };
type Answer = (result: unknown) => void;
/** A console that asks, with who it is at this moment. */
type Asking = { socket: ConsoleSocket; actor: TechnicianActor };

export type ConsoleParts = {
  namespace: Namespace;
  store: Store;
  /** Where the stream stands at the start. */
  head: Position;
  dispatch: Dispatch;
  presences: Presences;
  accounts: Accounts;
  /** Servers for one side of a built-in screen view, with credentials for whoever is named. */
  iceServers: (who: string) => IceServers;
  reach: {
    read: (technician: TechnicianId) => Promise<Reach>;
    test: (technician: TechnicianId, method: ReachMethod) => Promise<Result<ReachTest>>;
  };
  clock: () => number;
  log: Log;
  /** A console connects at which somebody is: before it is told what he may see. */
  onReturned: (technician: TechnicianId) => Promise<void>;
  /** A technician's consoles came or went: his customers are told. */
  onConnectionChanged: (me: Me) => void;
};

const handshakeError = (refusal: Refusal): Error =>
  Object.assign(new Error(refusal.code), { data: { code: refusal.code } });

/** Serves consoles: welcome, commands, queries, live signals; after each commit everyone live gets what is his to see. */
export function serveConsoles(parts: ConsoleParts) {
  const { namespace, store, dispatch, presences, accounts, clock, log } = parts;
  const sockets = (): ConsoleSocket[] => [...namespace.sockets.values()] as ConsoleSocket[];
  const audiences = createAudiences(namespace, store.read);
  /** Pages of stream and snapshot are long work for the store: one at a time, and what is short gets between. */
  const inTurn = createTurns();
  let toldTo = parts.head;

  const owned = (what: string, work: Promise<unknown>): void =>
    void work.catch((error: unknown) => log.error({ error }, `${what} failed`));

  namespace.use((socket, next) => {
    admit(socket as ConsoleSocket).then(
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
    const { there } = auth.data;
    if (signedIn !== null && there) await parts.onReturned(signedIn.me.id);
    const scope = signedIn === null ? null : await store.read.scope(signedIn.me.id);
    if (signedIn === null || scope === null) return refuse('not-signed-in');
    socket.data = { ...signedIn, there, scope, live: false } satisfies ConsoleData;
    return null;
  }

  namespace.on('connection', (raw) => {
    const socket = raw as ConsoleSocket;
    const { me, tokenHash, there } = socket.data;
    presences.consoleConnected(me.id, socket.id, there);
    parts.onConnectionChanged(me);
    socket.on('disconnect', () => {
      audiences.leave(socket, socket.data.scope);
      presences.consoleGone(me.id, socket.id);
      parts.onConnectionChanged(me);
      owned('noting the end of a connection', accounts.seen([me.sessionId]));
    });
    socket.on('command', (frame: unknown, answer: unknown) =>
      respond(answer, () => dispatch.console({ technician: me.id, tokenHash }, frame)),
    );
    socket.on('query', (frame: unknown, answer: unknown) => respond(answer, () => query(socket, frame)));
    socket.on('typing', (signal: unknown) => owned('typing', live(socket, Typing.safeParse(signal).data ?? null)));
    socket.on('viewing', (signal: unknown) => owned('viewing', live(socket, Viewing.safeParse(signal).data ?? null)));
    socket.on('attendance', (signal: unknown) => {
      const parsed = Attendance.safeParse(signal);
      if (parsed.success) presences.attend(me.id, socket.id, parsed.data.there);
    });
    owned('welcome', welcome(socket));
  });

  async function welcome(socket: ConsoleSocket): Promise<void> {
    // The scope may have changed since the handshake looked, before this console was among those who are told.
    await renewScope(socket);
    const { me, scope } = socket.data;
    const [head, history] = [await store.read.head(), await store.read.history()];
    socket.emit('welcome', { me, scope, head, now: clock(), history } satisfies Welcome);
  }

  /** Answers through the acknowledgement; a bug is the relay's business and comes out as `internal`. */
  function respond(answer: unknown, work: () => Promise<Result<unknown>>): void {
    if (typeof answer !== 'function') return;
    work().then(answer as Answer, (error: unknown) => {
      log.error({ error }, 'console request failed');
      (answer as Answer)(refuse('internal'));
    });
  }

  /** Who asks, and what he may see right now, whatever his console was told so far; null if the sign-in is no longer good. */
  async function actorOf({ data }: ConsoleSocket): Promise<TechnicianActor | null> {
    const session = await store.read.session(data.tokenHash);
    const account = await store.read.account(data.me.id);
    const scope = await store.read.scope(data.me.id);
    if (session === null || account === null || scope === null) return null;
    return { kind: 'technician', id: account.id, role: account.role, scope };
  }

  async function query(socket: ConsoleSocket, frame: unknown): Promise<Result<unknown>> {
    const parsed = QueryFrame.safeParse(frame);
    if (!parsed.success || !Object.hasOwn(consoleQueries, parsed.data.name)) return refuse('bad-input');
    const name = parsed.data.name as ConsoleQuery;
    const input = consoleQueries[name].input.safeParse(parsed.data.input);
    if (!input.success) return refuse('bad-input');
    const run = queries[name] as (asking: Asking, input: unknown) => Promise<Result<unknown>>;
    const answer = async (): Promise<Result<unknown>> => {
      const actor = await actorOf(socket);
      return actor === null ? refuse('not-signed-in') : run({ socket, actor }, input.data);
    };
    return name === 'stream.read' || name === 'snapshot.read' ? inTurn(answer) : answer();
  }

  const queries: {
    [N in ConsoleQuery]: (asking: Asking, input: QueryInput<N>) => Promise<Result<QueryOutput<N>>>;
  } = {
    'stream.read': async ({ socket, actor }, { after }) => {
      const page = await readSince(store.read, actor.scope, after);
      if (!page.more) goLive(socket, actor.scope, page.to);
      // What was committed while the page was read is pushed to nobody who was not live yet.
      return ok({ ...page, more: page.more || (await store.read.head()) > page.to });
    },
    'snapshot.read': async ({ actor }, input) => {
      const page = await readSnapshot(store.read, actor.scope, input);
      return page === null ? refuse('bad-input') : ok(page);
    },
    'transfer.candidates': async ({ actor }, { id }) => {
      const found = await findRequest(store.read, actor, id);
      if (!found.ok) return found;
      const colleagues = (await store.read.accountsOf(found.value.companyId)).filter((other) => other.id !== actor.id);
      const candidates = await Promise.all(
        colleagues.map(async ({ id, name }) => ({ id, name, available: await presences.isReachable(id) })),
      );
      return ok(candidates.sort((a, b) => Number(b.available) - Number(a.available)));
    },
    'profile.list': ({ actor }, { id }) => offeredProfiles(store.read, actor, id),
    'screenShare.servers': async ({ actor }, { id }) => {
      const found = await findOwnScreenShare(store.read, actor, id);
      return found.ok ? ok(parts.iceServers(`technician-${actor.id}`)) : found;
    },
    'session.list': async ({ socket }) => ok(await accounts.sessionsOf(socket.data.me)),
    'reach.read': async ({ actor }) => ok(await parts.reach.read(actor.id)),
    'reach.test': ({ actor }, { method }) => parts.reach.test(actor.id, method),
  };

  /** From here on pushes reach this console; unless its scope just changed, of which it is about to hear. */
  function goLive(socket: ConsoleSocket, scope: Scope, at: Position): void {
    if (socket.data.live || !socket.connected || scope.revision !== socket.data.scope.revision) return;
    socket.data.live = true;
    audiences.join(socket, scope, at);
    owned('telling who is where', tellPresences(socket));
  }

  /** Who is at the requests that this console may see, for one that has just come. */
  async function tellPresences(socket: ConsoleSocket): Promise<void> {
    for (const [n, id] of presences.ids().entries()) {
      if (n % 100 === 99) await nextTurn();
      const request = await store.read.requestSight(id);
      if (request !== null && isVisible(request, socket.data.scope)) socket.emit('presence', presences.of(id));
    }
  }

  async function live(socket: ConsoleSocket, signal: Typing | Viewing | null): Promise<void> {
    if (signal === null) return;
    const { me } = socket.data;
    if (signal.id === null) return presences.view(me.id, socket.id, null);
    const actor = await actorOf(socket);
    if (actor === null || !(await findRequest(store.read, actor, signal.id)).ok) return;
    if ('typing' in signal) presences.type(me.id, socket.id, signal.id, signal.typing);
    else presences.view(me.id, socket.id, signal.id);
  }

  /** After a change of availability or access: the new scope, and a place among those who share it. */
  async function renewScope(socket: ConsoleSocket): Promise<void> {
    const actor = await actorOf(socket);
    if (actor === null) {
      socket.emit('signed-out', {});
      socket.disconnect(true);
    } else if (actor.scope.revision !== socket.data.scope.revision) {
      audiences.leave(socket, socket.data.scope);
      Object.assign(socket.data, { scope: actor.scope, live: false });
      socket.emit('scope', actor.scope);
    }
  }
  async function renewScopes(): Promise<void> {
    for (const socket of sockets()) await renewScope(socket);
  }

  /** Tells what the store has beyond what was told last; of very much only that it is there. */
  async function tellSince(): Promise<void> {
    const head = await store.read.head();
    const changes = await store.read.since(toldTo, pageSize);
    if (changes.length < pageSize) await audiences.push(head, await sortChanges(store.read, changes));
    else audiences.nudge(head);
    toldTo = head;
  }

  return {
    /** Tells the live consoles what a commit changed. */
    committed: async ({ from, to, entries, directory }: Omit<Commit, 'requests'>): Promise<void> => {
      if (directory) await renewScopes();
      // Something was written in between that this process does not know of.
      if (from > toldTo) return tellSince();
      if (entries.length > 0) await audiences.push(to, await sortChanges(store.read, entries));
      toldTo = to > toldTo ? to : toldTo;
    },
    /** Another process wrote: who may see what may be among it. */
    changedElsewhere: async (): Promise<void> => {
      await renewScopes();
      await tellSince();
    },
    presenceChanged: async (id: RequestId): Promise<void> => {
      const request = await store.read.requestSight(id);
      if (request !== null) audiences.presence(request, presences.of(id));
    },
    /** Sign-ins that have a console now. */
    sessions: (): SessionId[] => sockets().map((socket) => socket.data.me.sessionId),
    /** Up to where in the stream everybody who is live was told. */
    toldTo: (): Position => toldTo,
    count: (): number => namespace.sockets.size,
    comeBack: (afterMs: () => number): void => {
      for (const socket of sockets()) socket.emit('come-back', { afterMs: afterMs() } satisfies ComeBack);
    },
  };
}
