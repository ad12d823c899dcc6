import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import type {
  ConsoleCommand,
  ConsoleInput,
  ConsoleOutput,
  ConsoleQuery,
  QueryInput,
  QueryOutput,
} from '../../protocol/commands.ts';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { EntriesPush } from '../../protocol/entries.ts';
import type { ErrorCode, Result } from '../../protocol/errors.ts';
import type { Welcome } from '../../protocol/handshake.ts';
import type { CompanyId, Position } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import { createReplica } from './replica.ts';

const answerWithinMs = 10_000;

/** A console on the wire, without a window: it keeps up to date by the protocol alone. */
export type ConsoleClient = Awaited<ReturnType<typeof openConsole>>;

/** Everything the relay said by itself, in order. */
export type Said = { event: string; payload: unknown };

/** Connects with a token; rejects with the refusal's code. It is not up to date before `follow`. `there`: somebody is at it. */
export async function openConsole(url: string, token: string, there = true) {
  const auth = { protocol: protocolNumber, token, there };
  const socket: Socket = io(`${url}${namespaces.console}`, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const said: Said[] = [];
  socket.onAny((event: string, payload: unknown) => void said.push({ event, payload }));

  const ask = (event: string, frame: object): Promise<Result<unknown>> =>
    socket.timeout(answerWithinMs).emitWithAck(event, frame);
  const query = <N extends ConsoleQuery>(name: N, input: QueryInput<N>): Promise<Result<QueryOutput<N>>> =>
    ask('query', { name, input }) as Promise<Result<QueryOutput<N>>>;
  const follower = createFollower(query, () => socket.connected);
  socket.on('entries', follower.pushed);
  socket.on('scope', follower.scopeChanged);

  const welcomed = (): Promise<Welcome> =>
    new Promise((resolve, reject) => {
      socket.once('welcome', (welcome: Welcome) => resolve(welcome));
      socket.once('connect_error', (error) => reject(new Error(Reflect.get(error, 'data')?.code ?? error.message)));
      socket.once('disconnect', (reason) => reject(new Error(reason)));
    });
  let welcome = await welcomed();

  return {
    socket,
    said,
    welcome: () => welcome,
    replica: follower.replica,
    cursor: follower.cursor,
    query,
    command: <N extends ConsoleCommand>(
      name: N,
      input: ConsoleInput<N>,
      id: string = newId(),
    ): Promise<Result<ConsoleOutput<N>>> => ask('command', { id, name, input }) as Promise<Result<ConsoleOutput<N>>>,
    /** Sends whatever it is given, as a broken or a wicked program would. */
    raw: ask,
    /** Comes up to date and stays so. */
    follow: (): Promise<void> => follower.welcomed(welcome),
    /** Resolves when nothing is being fetched. */
    settled: follower.settled,
    /** Says whether somebody is at it, now and with each connection from here on. */
    attend: (there: boolean): void => {
      auth.there = there;
      if (socket.connected) socket.emit('attendance', { there });
    },
    cut: (): void => {
      follower.lost();
      socket.disconnect();
    },
    /** Connects again and goes on from what is held. */
    resume: async (): Promise<void> => {
      const next = welcomed();
      socket.connect();
      welcome = await next;
      await follower.welcomed(welcome);
    },
    /** Connects again; it is not up to date before `follow`. */
    reconnect: async (): Promise<void> => {
      const next = welcomed();
      socket.connect();
      welcome = await next;
    },
    close: (): void => {
      follower.lost();
      socket.disconnect();
    },
  };
}

/** The code of a refused handshake, or null if the console is let in. */
export async function handshakeRefusal(url: string, token: string): Promise<ErrorCode | null> {
  try {
    (await openConsole(url, token)).close();
    return null;
  } catch (error) {
    return (error as Error).message as ErrorCode;
  }
}

type Place = { stage: 'directory' | 'open' | 'closed'; companies: CompanyId[]; unassignedOnly: boolean };

/** The client's half of the stream: snapshot of what is lacking, then pages, then pushes; gaps are asked for. */
function createFollower(
  query: <N extends ConsoleQuery>(name: N, input: QueryInput<N>) => Promise<Result<QueryOutput<N>>>,
  isConnected: () => boolean,
) {
  const replica = createReplica();
  let cursor = 0 as Position;
  let scope: Scope | null = null;
  let lacking: Place[] = [];
  let isLive = false;
  let round = 0;
  let work: Promise<void> = Promise.resolve();
  const failures: unknown[] = [];

  const enqueue = (job: () => Promise<void>): Promise<void> => {
    const mine = round;
    work = work.then(async () => {
      if (mine !== round) return;
      try {
        await job();
      } catch (error) {
        // The answer never comes when the connection is cut.
        if (mine === round && isConnected()) failures.push(error);
      }
    });
    return work;
  };
  async function value<T>(answer: Promise<Result<T>>): Promise<T> {
    const result = await answer;
    if (!result.ok) throw new Error(result.code);
    return result.value;
  }

  function adopt(next: Scope): void {
    if (scope?.revision === next.revision) return;
    const gained = next.companies.filter((id) => scope === null || !scope.companies.includes(id));
    const gainsUnassigned = next.available && scope !== null && !scope.available;
    replica.keepOnly(next);
    const all: Place = { stage: 'directory', companies: next.companies, unassignedOnly: false };
    const stages = (place: Place): Place[] => [place, { ...place, stage: 'open' }, { ...place, stage: 'closed' }];
    if (scope === null || lacking.length > 0) lacking = stages(all);
    else {
      if (gained.length > 0) lacking = stages({ ...all, companies: gained });
      if (gainsUnassigned) lacking.push({ ...all, stage: 'open', unassignedOnly: true });
    }
    scope = next;
  }
  async function fetchLacking(): Promise<void> {
    for (let place = lacking[0]; place !== undefined; place = lacking[0]) {
      for (let after: string | null = null; ;) {
        const page: QueryOutput<'snapshot.read'> = await value(query('snapshot.read', { ...place, after }));
        replica.apply(page.entries);
        if (page.next === null) break;
        after = page.next;
      }
      lacking.shift();
    }
  }
  async function catchUp(): Promise<void> {
    for (let more = true; more;) {
      const page = await value(query('stream.read', { after: cursor }));
      replica.apply(page.entries);
      if (page.to > cursor) cursor = page.to;
      more = page.more;
    }
    isLive = true;
  }
  const begin = (next: Scope, head: Position | null): Promise<void> => {
    round += 1;
    isLive = false;
    return enqueue(async () => {
      if (scope === null && head !== null) cursor = head;
      adopt(next);
      await fetchLacking();
      await catchUp();
    });
  };

  return {
    replica,
    cursor: (): Position => cursor,
    welcomed: ({ scope: next, head }: Welcome): Promise<void> => begin(next, head),
    scopeChanged: (next: Scope): void => {
      if (scope !== null) void begin(next, null);
    },
    pushed: ({ from, to, entries }: EntriesPush): void =>
      void enqueue(async () => {
        if (!isLive) return;
        if (from > cursor) return catchUp();
        replica.apply(entries);
        if (to > cursor) cursor = to;
      }),
    lost: (): void => {
      round += 1;
      isLive = false;
    },
    settled: async (): Promise<void> => {
      for (let seen: Promise<void> | null = null; seen !== work;) await (seen = work);
      if (failures.length > 0) throw failures[0];
    },
  };
}
