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
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import { EntriesPush } from '../../protocol/entries.ts';
import { refuse, resultOf, type ErrorCode, type Result } from '../../protocol/errors.ts';
import { HandshakeRefusal, Welcome } from '../../protocol/handshake.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { consoleEvents, type Attendance, type Typing, type Viewing } from '../../protocol/live.ts';
import type { ScreenShareSignal } from '../../protocol/screen-share.ts';
import { createBackoff } from './backoff.ts';

const askTimeoutMs = 15_000;
const connectTimeoutMs = 10_000;
const firstRetryMs = 500;
const longestRetryMs = 30_000;

export type ConnectionEvents = {
  /** Whether somebody is at this console: told with every connection. */
  isThere: () => boolean;
  onWelcome: (welcome: Welcome) => void;
  onEntries: (push: EntriesPush) => void;
  onScope: (scope: z.infer<(typeof consoleEvents)['scope']>) => void;
  onPresence: (presence: z.infer<(typeof consoleEvents)['presence']>) => void;
  onScreenShareSignal: (signal: z.infer<(typeof consoleEvents)['screen-share-signal']>) => void;
  onLost: () => void;
  /** A try to connect failed for lack of an answer; another follows by itself. */
  onUnreachable: () => void;
  /** The relay won't have this sign-in, or this program. */
  onRefused: (code: ErrorCode) => void;
  /** The relay said something that is not in the contract: a bug of one of the two. */
  onNonsense: (event: string) => void;
};

export type Connection = ReturnType<typeof connect>;

/** Connects to a relay and stays connected until closed; what the relay says is parsed here. `random` spreads the tries. */
export function connect(relay: string, token: string, events: ConnectionEvents, random = Math.random) {
  let toldThere = true;
  // Trying again is ours: the waits of socket.io cannot be cut short when the machine wakes up.
  const socket: Socket = io(`${relay}${namespaces.console}`, {
    auth: (give) => {
      toldThere = events.isThere();
      give({ protocol: protocolNumber, token, there: toldThere });
    },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: connectTimeoutMs,
  });
  const backoff = createBackoff({ firstMs: firstRetryMs, longestMs: longestRetryMs, random });
  let retry: NodeJS.Timeout | undefined;

  function retryAfter(milliseconds: number): void {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), milliseconds);
  }

  const listen = <T>(event: string, schema: z.ZodType<T>, then: (value: T) => void): void => {
    socket.on(event, (payload: unknown) => {
      const parsed = schema.safeParse(payload);
      if (parsed.success) then(parsed.data);
      else events.onNonsense(event);
    });
  };
  /** Says whether somebody is here if that is not what was said last; not connected, the next handshake says it. */
  function attend(): void {
    const there = events.isThere();
    if (!socket.connected || there === toldThere) return;
    toldThere = there;
    socket.emit('attendance', { there } satisfies Attendance);
  }
  listen('welcome', Welcome, (welcome) => {
    backoff.reset();
    attend();
    events.onWelcome(welcome);
  });
  listen('entries', EntriesPush, events.onEntries);
  listen('scope', consoleEvents.scope, events.onScope);
  listen('presence', consoleEvents.presence, events.onPresence);
  listen('screen-share-signal', consoleEvents['screen-share-signal'], events.onScreenShareSignal);
  listen('signed-out', consoleEvents['signed-out'], () => events.onRefused('not-signed-in'));
  listen('come-back', consoleEvents['come-back'], ({ afterMs }) => {
    socket.disconnect();
    retryAfter(afterMs);
  });
  socket.on('disconnect', () => {
    events.onLost();
    retryAfter(backoff.next());
  });
  socket.on('connect_error', (error) => {
    const refusal = HandshakeRefusal.safeParse(Reflect.get(error, 'data'));
    if (refusal.success && refusal.data.code !== 'internal') return events.onRefused(refusal.data.code);
    events.onUnreachable();
    retryAfter(backoff.next());
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
    /** Asks the relay for a change. `offline`: there was no connection, or no answer in time. */
    command: <N extends ConsoleCommand>(
      id: CommandId,
      name: N,
      input: ConsoleInput<N>,
    ): Promise<Result<ConsoleOutput<N>>> =>
      ask('command', { id, name, input }, consoleCommands[name].output) as Promise<Result<ConsoleOutput<N>>>,
    /** Asks the relay to tell something. */
    query: <N extends ConsoleQuery>(name: N, input: QueryInput<N>): Promise<Result<QueryOutput<N>>> =>
      ask('query', { name, input }, consoleQueries[name].output) as Promise<Result<QueryOutput<N>>>,
    /** Worth nothing later: not sent while there is no connection. */
    signal: (event: 'typing' | 'viewing', payload: Typing | Viewing): void => void socket.volatile.emit(event, payload),
    /** Worth nothing later either, but as long as there is a connection it has to arrive. */
    screenShareSignal: (signal: ScreenShareSignal): void => {
      if (socket.connected) socket.emit('screen-share-signal', signal);
    },
    attend,
    isConnected: (): boolean => socket.connected,
    /** The machine woke up or changed networks: what looks connected may be dead, and waiting is pointless. */
    reconnectNow: (): void => {
      backoff.reset();
      // Also ends a try under way, whose packets may be on their way through a network that is gone.
      socket.disconnect();
      clearTimeout(retry);
      socket.connect();
    },
    close: (): void => {
      clearTimeout(retry);
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
