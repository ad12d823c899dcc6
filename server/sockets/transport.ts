import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { Decoder, type Packet } from 'socket.io-parser';

/** A connection as engine.io tells of it. */
type Connection = { request: IncomingMessage; on: (event: 'flush', listener: () => void) => unknown };

/** Nobody may send more in one packet; the longest message fits six times over, since some characters need six bytes. */
const longestPacket = 1_000_000;

/** Writes packets as socket.io does, without looking through each for binary parts: what the relay says has none. */
class PlainEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const namespace = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${namespace}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

/** What goes to one connection in one turn of the event loop leaves in one write to the operating system, not one a packet. */
function writeAtOnce(connection: Connection): void {
  const { socket } = connection.request;
  let isHeld = false;
  const letGo = (): void => {
    isHeld = false;
    socket.uncork();
  };
  connection.on('flush', () => {
    if (isHeld) return;
    isHeld = true;
    socket.cork();
    process.nextTick(letGo);
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
