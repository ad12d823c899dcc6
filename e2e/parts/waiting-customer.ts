import { io } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Relay } from './relay.ts';

/** A customer on the wire, without a browser: for tests that look at the technician's side. */
export type WaitingCustomer = {
  id: RequestId;
  say: (text: string) => Promise<void>;
  leave: () => void;
};

const connect = (relay: string, request: object | null) =>
  io(`${relay}${namespaces.portal}`, {
    auth: { protocol: protocolNumber, request },
    transports: ['websocket'],
    forceNew: true,
  });

/** A form that is open: sends one request after the other. */
export function openForm(relay: Pick<Relay, 'url' | 'sample'>) {
  const socket = connect(relay.url, null);
  const command = async <T>(name: string, input: object): Promise<T> => {
    const answer = (await socket.timeout(15_000).emitWithAck('command', { id: newId(), name, input })) as Result<T>;
    if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
    return answer.value;
  };
  return {
    submit: (name: string, problem: string): Promise<{ id: RequestId; secret: string }> =>
      command('request.submit', {
        slug: relay.sample.slug,
        name,
        email: 'customer@acme.example',
        problem,
        fields: {},
        language: 'en',
        page: '',
        website: '',
      }),
    close: (): void => void socket.disconnect(),
  };
}

/** Asks for help and stays in the chat. */
export async function askForHelp(
  relay: Pick<Relay, 'url' | 'sample'>,
  name: string,
  problem: string,
): Promise<WaitingCustomer> {
  const form = openForm(relay);
  const { id, secret } = await form.submit(name, problem);
  form.close();
  const page = connect(relay.url, { id, secret, after: null });
  return {
    id,
    say: async (text) => {
      const frame = { id: newId(), name: 'chat.send', input: { text } };
      const said = (await page.timeout(15_000).emitWithAck('command', frame)) as Result<unknown>;
      if (!said.ok) throw new Error(`chat.send: ${said.code}`);
    },
    leave: () => void page.disconnect(),
  };
}
