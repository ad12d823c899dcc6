import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

// A socket.io client over WebSocket that costs next to nothing, so that a load generator on one core can keep a relay on
// another busy: frames are written by hand, masked with zeros (which leaves the payload as it is), and never parsed
// further than whoever counts them needs.

export type Wire = {
  /** Sends an event and expects an acknowledgement; answers its number. */
  ask: (event: string, payload: string) => number;
  /** Gets every socket.io packet but those of the handshake and the heartbeat: `42/console,["entries",…`, `43/console,7[…`. */
  onPacket: (packet: Buffer) => void;
  close: () => void;
};

const opcodeText = 0x81;
const opcodeClose = 0x88;

function frame(payload: string): Buffer {
  const length = Buffer.byteLength(payload);
  const head = length < 126 ? 6 : 8;
  const out = Buffer.alloc(head + length);
  out[0] = opcodeText;
  if (length < 126) out[1] = 0x80 | length;
  else {
    out[1] = 0x80 | 126;
    out.writeUInt16BE(length, 2);
  }
  out.write(payload, head);
  return out;
}

/** Calls `take` with the payload of each whole frame in the bytes; answers what is left over. */
function takeFrames(bytes: Buffer, take: (payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    if (bytes[at] === opcodeClose) break;
    let length = (bytes[at + 1] ?? 0) & 0x7f;
    let head = 2;
    if (length >= 126) {
      head = length === 126 ? 4 : 10;
      if (bytes.length - at < head) break;
      length = length === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
    }
    if (bytes.length - at < head + length) break;
    take(bytes.subarray(at + head, at + head + length));
    at += head + length;
  }
  return bytes.subarray(at);
}

const upgrade = (port: number): string =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36',
    '\r\n',
  ].join('\r\n');

/** Waits for the answer to the upgrade; answers what came behind it. */
async function upgraded(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    bytes = Buffer.concat([bytes, ...((await once(socket, 'data')) as Buffer[])]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) continue;
    if (!bytes.subarray(0, end).includes('101')) throw new Error(bytes.toString());
    return bytes.subarray(end + 4);
  }
}

/** Connects to a namespace (`/`, `/console` …) with this `auth`; resolves when the server has let it in. */
export async function openWire(port: number, namespace: string, auth: object): Promise<Wire> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.write(upgrade(port));
  let rest = await upgraded(socket);
  const prefix = namespace === '/' ? '' : `${namespace},`;
  const asking = Buffer.from(prefix);
  let asked = 0;
  let admit: (() => void) | null = null;
  let refuse: ((error: Error) => void) | null = null;
  const admitted = new Promise<void>((resolve, reject) => {
    admit = resolve;
    refuse = reject;
  });
  const wire: Wire = {
    ask: (event, payload) => {
      asked += 1;
      socket.write(frame(`42${asking.toString()}${asked}["${event}",${payload}]`));
      return asked;
    },
    onPacket: () => {},
    close: () => socket.destroy(),
  };
  const take = (packet: Buffer): void => {
    if (packet[0] === 0x32) return void socket.write(frame('3'));
    if (packet[0] !== 0x34) return;
    if (packet[1] === 0x30) return admit?.();
    if (packet[1] === 0x34) return refuse?.(new Error(packet.toString()));
    wire.onPacket(packet);
  };
  socket.on('data', (chunk) => {
    rest = takeFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), take);
  });
  socket.on('error', () => {});
  socket.write(frame(`40${prefix}${JSON.stringify(auth)}`));
  await admitted;
  return wire;
}

/** Asks and waits for the answer, which has to be a success; for setting up, not for measuring. */
export async function askFor<T>(wire: Wire, event: string, payload: object): Promise<T> {
  const before = wire.onPacket;
  const packet = await new Promise<string>((resolve) => {
    const number = wire.ask(event, JSON.stringify(payload));
    const answer = new RegExp(`^43(?:/[a-z]+,)?${number}\\[`);
    wire.onPacket = (bytes) => {
      const text = bytes.toString();
      if (answer.test(text)) resolve(text);
      else before(bytes);
    };
  });
  wire.onPacket = before;
  const [result] = JSON.parse(packet.slice(packet.indexOf('['))) as [{ ok: boolean; value: T }];
  if (!result.ok) throw new Error(`${event}: ${packet}`);
  return result.value;
}
