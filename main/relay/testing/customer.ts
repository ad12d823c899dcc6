import { io } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { namespaces, protocolNumber } from '../../../protocol/endpoints.ts';
import type { RequestId } from '../../../protocol/ids.ts';
import type { PortalUpdate } from '../../../protocol/live.ts';

/** A customer's page on the wire, without the page. */
export type Customer = {
  id: RequestId;
  say: (text: string) => Promise<void>;
  /** What a technician wrote, as the page got it. */
  heard: () => string[];
  leave: () => void;
};

const connectTo = (relay: string, request: object | null) =>
  io(`${relay}${namespaces.portal}`, {
    auth: { protocol: protocolNumber, request },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 200,
  });

/** Submits a request at a portal and stays in its chat, through restarts of the relay. */
export async function askForHelp(relay: string, slug: string, problem: string): Promise<Customer> {
  const form = connectTo(relay, null);
  const submit = { slug, name: 'Carla Verdi', email: 'carla@acme.example', problem, fields: {}, language: 'it' };
  const input = { ...submit, page: '', website: '' };
  const answer = await form.timeout(10_000).emitWithAck('command', { id: newId(), name: 'request.submit', input });
  form.disconnect();
  if (!answer.ok) throw new Error(`submit: ${answer.code}`);
  const { id, secret } = answer.value as { id: RequestId; secret: string };

  const page = connectTo(relay, { id, secret, after: null });
  const lines = new Map<string, string>();
  page.on('update', ({ messages }: PortalUpdate) => {
    for (const { id: message, author, body } of messages) {
      if (author === 'technician' && body.kind === 'text') lines.set(message, body.text);
    }
  });
  return {
    id,
    say: async (text) => {
      const frame = { id: newId(), name: 'chat.send', input: { text } };
      const said = await page.timeout(10_000).emitWithAck('command', frame);
      if (!said.ok) throw new Error(`chat.send: ${said.code}`);
    },
    heard: () => [...lines.values()],
    leave: () => void page.disconnect(),
  };
}
