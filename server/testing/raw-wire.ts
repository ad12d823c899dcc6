/** A socket.io connection by hand, so that anything can be sent on it: broken frames too. */
export type RawWire = Awaited<ReturnType<typeof openRawWire>>;

/** What became of something that was sent: an answer, or the end of the connection. */
export type Outcome = { kind: 'answer'; value: unknown } | { kind: 'closed' };

const openPacket = '0';
const ping = '2';
const pong = '3';
const connect = '40';
const event = '42';
const ack = '43';
const refused = '44';

/**
 * Connects to a namespace with an `auth` in JSON. Resolves with the wire, or with the refusal's text; null if the relay
 * just hung up.
 */
export async function openRawWire(url: string, namespace: string, auth: string) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let count = 0;
  let isOpen = true;
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => {
      isOpen = false;
      for (const resolve of waiting.values()) resolve({ kind: 'closed' });
      waiting.clear();
      resolve();
    });
  });
  let admit: (word: string | null) => void = () => undefined;
  const admitted = new Promise<string | null>((resolve) => (admit = resolve));
  void closed.then(() => admit(null));
  socket.addEventListener('message', ({ data }) => {
    const packet = String(data);
    if (packet.startsWith(openPacket)) socket.send(`${connect}${namespace},${auth}`);
    else if (packet === ping) socket.send(pong);
    else if (packet.startsWith(connect) || packet.startsWith(refused)) admit(packet);
    else if (packet.startsWith(ack)) {
      const [, id, json] = /^43[^,]*,(\d+)(.*)$/s.exec(packet) ?? [];
      const [value] = JSON.parse(json ?? '[]') as unknown[];
      waiting.get(Number(id))?.({ kind: 'answer', value });
      waiting.delete(Number(id));
    }
  });
  socket.addEventListener('error', () => undefined); // a close follows
  const word = await admitted;
  if (word === null || word.startsWith(refused)) {
    socket.close();
    return { refused: word === null ? null : word.slice(word.indexOf('{')) };
  }

  return {
    refused: undefined,
    /** Sends an event (name and payload in JSON) and waits for what becomes of it. */
    ask: (name: string, payload: string): Promise<Outcome> =>
      new Promise((resolve) => {
        if (!isOpen) return resolve({ kind: 'closed' });
        count += 1;
        waiting.set(count, resolve);
        socket.send(`${event}${namespace},${count}[${JSON.stringify(name)},${payload}]`);
      }),
    /** Sends an event that gets no answer. */
    tell: (name: string, payload: string): void => {
      if (isOpen) socket.send(`${event}${namespace},[${JSON.stringify(name)},${payload}]`);
    },
    /** Sends a packet as it is. */
    send: (packet: string | Uint8Array<ArrayBuffer>): void => {
      if (isOpen) socket.send(packet);
    },
    isOpen: (): boolean => isOpen,
    closed,
    close: (): void => socket.close(),
  };
}
