import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { Decoder, type Packet } from 'socket.io-parser';

/** A connection as engine.io tells of it: `flush` before waiting packets are sent, `drain` after. */
type Connection = {
  request: IncomingMessage;
  writeBuffer: readonly unknown[];
  on: (event: 'flush' | 'drain', listener: (packets: readonly unknown[]) => void) => unknown;
};

/** Nobody may send more in one packet; the longest message fits six times over, since some characters need six bytes. */
const longestPacket = 1_000_000;

/** Writes packets as socket.io does, without looking through each for binary parts: what the relay says has none. */
class PlainEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const namespace = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${namespace}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/** Packets that wait for the same connection leave in one write to the operating system, not one each. */
function writeAtOnce(connection: Connection): void {
  const { socket } = connection.request;
  let isHeld = false;
  connection.on('flush', (packets) => {
    if (packets.length < 2) return;
    isHeld = true;
    socket.cork();
  });
  connection.on('drain', () => {
    if (isHeld) socket.uncork();
    isHeld = false;
  });
}

/** The socket.io server of consoles and portals; `attachSockets` puts it on an HTTP server. */
export const createSocketServer = (): Server =>
  new Server({
    serveClient: false,
    maxHttpBufferSize: longestPacket,
    perMessageDeflate: false,
    parser: { Encoder: PlainEncoder, Decoder },
  });

/** From here on the HTTP server takes connections of socket.io. */
export function attachSockets(io: Server, http: HttpServer): void {
  io.attach(http);
  io.engine.on('connection', writeAtOnce);
}

/** Packets that wait for connections to take them. */
export function packetsWaiting(io: Server): number {
  const connections = Object.values((io.engine as unknown as { clients: Record<string, Connection> }).clients);
  return connections.reduce((sum, { writeBuffer }) => sum + writeBuffer.length, 0);
}
