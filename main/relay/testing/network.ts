import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A bad network between somebody and a relay: slow, far away, lossy, and now and then cut. */
export type Network = {
  url: string;
  port: number;
  /** Cuts what is connected; what is on its way is lost. */
  cut: () => void;
  /** Bytes that have gone out towards the relay. */
  sent: () => number;
  /** Resolves when so many more have. */
  passed: (bytes: number) => Promise<void>;
  dispose: () => Promise<void>;
};

export type NetworkFaults = {
  /** One way. */
  latencyMs?: number;
  bytesPerSecond?: number;
  /** Of 0..1: pieces that get lost, and so come later, as TCP sends them again; all behind them wait. */
  loss?: number;
  random?: () => number;
};

/** So much is on its way at once; who sends more has to wait, and loses no more than this to a cut. */
const inFlight = 64 * 1024;
/** TCP notices a loss after about two round trips. */
const resendRoundTrips = 2;

/** Passes a port on to a relay's, with faults. */
export async function layNetwork(
  relayPort: number,
  { latencyMs = 0, bytesPerSecond = Infinity, loss = 0, random = Math.random }: NetworkFaults,
): Promise<Network> {
  const open = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const waiting = new Set<{ at: number; resolve: () => void }>();
  let sent = 0;

  function count(bytes: number): void {
    sent += bytes;
    for (const one of waiting) {
      if (sent < one.at) continue;
      waiting.delete(one);
      one.resolve();
    }
  }
  function later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  }
  function pass(from: Socket, to: Socket, counted: boolean): void {
    /** On their way, in order: each timer lets the first of them arrive, whichever of two that are due together rings first. */
    const pieces: Buffer[] = [];
    let free = 0;
    let due = 0;
    let flying = 0;
    let hungUp = false;
    function arrive(): void {
      const piece = pieces.shift() ?? Buffer.alloc(0);
      flying -= piece.length;
      if (counted) count(piece.length);
      to.write(piece);
      if (flying <= inFlight) from.resume();
      if (hungUp && pieces.length === 0) to.destroySoon();
    }
    from.on('data', (piece: Buffer) => {
      const now = performance.now();
      free = Math.max(now, free) + (piece.length / bytesPerSecond) * 1_000;
      const lost = random() < loss ? 2 * latencyMs * resendRoundTrips : 0;
      due = Math.max(due, free + latencyMs + lost);
      flying += piece.length;
      pieces.push(piece);
      if (flying > inFlight) from.pause();
      later(due - now, arrive);
    });
    from.on('error', () => to.destroy());
    // What was said before somebody hung up still arrives.
    from.on('close', () => {
      open.delete(from);
      hungUp = true;
      if (pieces.length === 0) to.destroySoon();
    });
  }

  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: relayPort, host: '127.0.0.1', noDelay: true });
    open.add(near).add(far);
    pass(near, far, true);
    pass(far, near, false);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const cut = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cut,
    sent: () => sent,
    passed: (bytes) =>
      new Promise((resolve) => {
        waiting.add({ at: sent + bytes, resolve });
      }),
    dispose: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
