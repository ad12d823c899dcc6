import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** The network between a console and its relay, with faults. */
export type Cable = {
  url: string;
  /** Cuts what is connected; with `stay` nothing new gets through either, until `plug`. */
  cut: (stay?: 'stay') => void;
  plug: () => void;
  /** What the relay says is lost from now on, what the console says still arrives; until `cut`. */
  deafen: () => void;
  /** When word of a request last went through to the console, in milliseconds since 1970. */
  heardOf: (request: number) => number;
  dispose: () => Promise<void>;
};

/** Pieces of what the relay said that are kept. */
const remembered = 200;

/** Passes a port on to a relay's. */
export async function layCable(relayPort: number): Promise<Cable> {
  const open = new Set<Socket>();
  let plugged = true;
  let deaf = false;
  const heard: { text: string; at: number }[] = [];
  const server = createServer((console) => {
    if (!plugged) return console.destroy();
    const relay = connect(relayPort, '127.0.0.1');
    for (const [socket, other] of [
      [console, relay],
      [relay, console],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    console.on('data', (data) => relay.write(data));
    relay.on('data', (data) => {
      if (deaf) return;
      console.write(data);
      heard.unshift({ text: data.toString('latin1'), at: performance.timeOrigin + performance.now() });
      heard.length = Math.min(heard.length, remembered);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = (stay?: 'stay'): void => {
    plugged = stay === undefined;
    deaf = false;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    plug: () => {
      plugged = true;
    },
    deafen: () => {
      deaf = true;
    },
    heardOf: (request) =>
      heard.find(({ text }) => text.includes(`"requestId":${request},`) || text.includes(`"id":${request},`))?.at ??
      NaN,
    dispose: async () => {
      cut('stay');
      server.close();
      await once(server, 'close');
    },
  };
}
