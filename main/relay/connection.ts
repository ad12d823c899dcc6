import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import {
  consoleCommands,
  consoleQueries,
  type ConsoleCommand,
  type ConsoleInput,
  type ConsoleOutput,
  type ConsoleQuery,
  type QueryInput,
  type QueryOutput,
} from '../../protocol/commands.ts';
import { EntriesPush } from '../../protocol/entries.ts';
import { refuse, resultOf, type ErrorCode, type Result } from '../../protocol/errors.ts';
import { HandshakeRefusal, namespaces, protocolNumber, Welcome } from '../../protocol/handshake.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { consoleEvents, type Typing, type Viewing } from '../../protocol/live.ts';

const askTimeoutMs = 15_000;
/** Exponential backoff with full spread, so that a relay that comes back is not trampled. */
const backoff = { reconnectionDelay: 500, reconnectionDelayMax: 20_000, randomizationFactor: 1 };

export type ConnectionEvents = {
  onWelcome: (welcome: Welcome) => void;
  onEntries: (push: EntriesPush) => void;
  onScope: (scope: z.infer<(typeof consoleEvents)['scope']>) => void;
  onPresence: (presence: z.infer<(typeof consoleEvents)['presence']>) => void;
  onLost: () => void;
  /** A try to connect failed for lack of an answer; another follows by itself. */
  onUnreachable: () => void;
  /** The relay won't have this sign-in, or this program. */
  onRefused: (code: ErrorCode) => void;
  /** The relay said something that is not in the contract: a bug of one of the two. */
  onNonsense: (event: string) => void;
};

export type Connection = ReturnType<typeof connect>;

/** Connects to a relay and stays connected; what it says is parsed here. */
export function connect(relay: string, token: string, events: ConnectionEvents) {
  const socket: Socket = io(`${relay}${namespaces.console}`, {
    auth: { protocol: protocolNumber, token },
    transports: ['websocket'],
    forceNew: true,
    ...backoff,
  });

  const listen = <T>(event: string, schema: z.ZodType<T>, then: (value: T) => void): void => {
    socket.on(event, (payload: unknown) => {
      const parsed = schema.safeParse(payload);
      if (parsed.success) then(parsed.data);
      else events.onNonsense(event);
    });
  };
  listen('welcome', Welcome, events.onWelcome);
  listen('entries', EntriesPush, events.onEntries);
  listen('scope', consoleEvents.scope, events.onScope);
  listen('presence', consoleEvents.presence, events.onPresence);
  listen('signed-out', consoleEvents['signed-out'], () => events.onRefused('not-signed-in'));
  let comeBack: NodeJS.Timeout | undefined;
  listen('come-back', consoleEvents['come-back'], ({ afterMs }) => {
    socket.disconnect();
    comeBack = setTimeout(() => socket.connect(), afterMs);
  });
  socket.on('disconnect', (reason) => {
    events.onLost();
    // socket.io comes back by itself, but for when the other side ended it.
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.on('connect_error', (error) => {
    const refusal = HandshakeRefusal.safeParse(Reflect.get(error, 'data'));
    if (!refusal.success) return events.onUnreachable();
    if (refusal.data.code === 'internal') socket.connect();
    else events.onRefused(refusal.data.code);
  });

  async function ask<T extends z.ZodType>(event: string, frame: object, output: T): Promise<Result<z.output<T>>> {
    if (!socket.connected) return refuse('offline');
    try {
      const answer = resultOf(output).safeParse(await socket.timeout(askTimeoutMs).emitWithAck(event, frame));
      if (answer.success) return answer.data as Result<z.output<T>>;
      events.onNonsense(event);
      return refuse('internal');
    } catch {
      // No answer in time: whether it took effect will show in the stream.
      return refuse('offline');
    }
  }

  return {
    command: <N extends ConsoleCommand>(
      id: CommandId,
      name: N,
      input: ConsoleInput<N>,
    ): Promise<Result<ConsoleOutput<N>>> =>
      ask('command', { id, name, input }, consoleCommands[name].output) as Promise<Result<ConsoleOutput<N>>>,
    query: <N extends ConsoleQuery>(name: N, input: QueryInput<N>): Promise<Result<QueryOutput<N>>> =>
      ask('query', { name, input }, consoleQueries[name].output) as Promise<Result<QueryOutput<N>>>,
    /** Worth nothing later: not sent while there is no connection. */
    signal: (event: 'typing' | 'viewing', payload: Typing | Viewing): void => void socket.volatile.emit(event, payload),
    isConnected: (): boolean => socket.connected,
    /** The machine woke up or changed networks: don't wait for the next try. */
    reconnectNow: (): void => {
      if (socket.connected) socket.io.engine.close();
      socket.connect();
    },
    close: (): void => {
      clearTimeout(comeBack);
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
