import { io, type Socket } from 'socket.io-client';
import type {
  PortalCommand,
  PortalInput,
  PortalOutput,
  PortalQuery,
  PortalQueryInput,
  PortalQueryOutput,
} from '../protocol/commands.ts';
import { namespaces, protocolNumber } from '../protocol/endpoints.ts';
import type { ErrorCode, Result } from '../protocol/errors.ts';
import type { PortalAuth } from '../protocol/handshake.ts';
import type { CommandId } from '../protocol/ids.ts';
import type { CustomerTyping, PortalUpdate } from '../protocol/live.ts';
import type { ScreenShareSignal } from '../protocol/screen-share.ts';

const answerTimeoutMs = 10_000;
const connectTimeoutMs = 10_000;
const firstRetryMs = 400;
const longestRetryMs = 10_000;

export type ConnectionParts = {
  /** The relay's origin. */
  relay: string;
  /** Asked at each try: the last message that the page holds changes. */
  auth: () => Omit<PortalAuth, 'protocol'>;
  onLive: () => void;
  onLost: () => void;
  /** The relay won't have this page; nothing more is tried. */
  onRefused: (code: ErrorCode) => void;
  onUpdate: (update: PortalUpdate) => void;
  /** What the technician's window says to find this page; the form hears none. */
  onScreenShareSignal?: (signal: ScreenShareSignal) => void;
  /** 0..1; spreads the tries of many pages. */
  random: () => number;
};

export type Connection = ReturnType<typeof connect>;

/** Connects to the relay and stays connected until closed. */
export function connect({
  relay,
  auth,
  onLive,
  onLost,
  onRefused,
  onUpdate,
  onScreenShareSignal,
  random,
}: ConnectionParts) {
  // Trying again is ours: the waits of socket.io cannot be cut short when the network comes back.
  const socket: Socket = io(`${relay}${namespaces.portal}`, {
    auth: (give) => give({ ...auth(), protocol: protocolNumber } satisfies PortalAuth),
    // Where a proxy on the way lets no WebSocket through, the page polls.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    forceNew: true,
    reconnection: false,
    timeout: connectTimeoutMs,
  });
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function retryLater(): void {
    if (ended) return;
    onLost();
    clearTimeout(timer);
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** tries++) * (0.5 + random() / 2);
    timer = setTimeout(() => socket.connect(), wait);
  }
  function retryNow(): void {
    if (ended) return;
    tries = 0;
    clearTimeout(timer);
    // Also ends a try under way, and a connection that only looks alive; `disconnect` then plans the next try.
    socket.disconnect();
    clearTimeout(timer);
    socket.connect();
  }
  function end(): void {
    ended = true;
    clearTimeout(timer);
    socket.removeAllListeners();
    socket.disconnect();
  }

  socket.on('connect', () => {
    tries = 0;
    onLive();
  });
  socket.on('update', onUpdate);
  if (onScreenShareSignal !== undefined) socket.on('screen-share-signal', onScreenShareSignal);
  socket.on('disconnect', retryLater);
  socket.on('connect_error', (error) => {
    const code = (error as { data?: { code?: ErrorCode } }).data?.code;
    if (code === undefined || code === 'internal') return retryLater();
    end();
    onRefused(code);
  });

  return {
    /**
     * Asks the relay for a change. `offline`: there was no connection, or no answer in time; whether it took effect is
     * then not known, so it is sent again under the same id.
     */
    command: async <N extends PortalCommand>(
      id: CommandId,
      name: N,
      input: PortalInput<N>,
    ): Promise<Result<PortalOutput<N>>> => {
      if (!socket.connected) return { ok: false, code: 'offline' };
      try {
        return (await socket.timeout(answerTimeoutMs).emitWithAck('command', { id, name, input })) as Result<
          PortalOutput<N>
        >;
      } catch {
        if (socket.connected) retryNow();
        return { ok: false, code: 'offline' };
      }
    },
    /** Asks to be told something; `offline` without an answer. */
    query: async <N extends PortalQuery>(
      name: N,
      input: PortalQueryInput<N>,
    ): Promise<Result<PortalQueryOutput<N>>> => {
      if (!socket.connected) return { ok: false, code: 'offline' };
      try {
        return (await socket.timeout(answerTimeoutMs).emitWithAck('query', { name, input })) as Result<
          PortalQueryOutput<N>
        >;
      } catch {
        return { ok: false, code: 'offline' };
      }
    },
    /** Has to arrive while there is a connection, and is worth nothing later. */
    screenShareSignal: (signal: ScreenShareSignal): void => {
      if (socket.connected) socket.emit('screen-share-signal', signal);
    },
    /** Worth nothing later: not sent while there is no connection. */
    signal: (event: 'typing', payload: CustomerTyping): void => void socket.volatile.emit(event, payload),
    isLive: (): boolean => socket.connected,
    /** The network is back, or the page is looked at again: waiting is pointless. */
    retryNow,
    /** The network is gone, whatever the socket still believes. */
    networkLost: (): void => void socket.disconnect(),
    close: end,
  };
}
