import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import type { ConsoleCommand, ConsoleInput } from '../../protocol/commands.ts';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { Result } from '../../protocol/errors.ts';
import type { SignedIn } from '../../protocol/handshake.ts';
import type { Entry } from '../../protocol/entries.ts';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { SupportRequest } from '../../protocol/model.ts';
import type { Relay } from './relay.ts';

/** A technician on the wire, without a console's window: for tests that look at the customer's side. */
export type Technician = {
  id: TechnicianId;
  name: string;
  /** Gives a command, which has to succeed. */
  ask: <N extends ConsoleCommand>(name: N, input: ConsoleInput<N>) => Promise<unknown>;
  /** An open request as a console gets it. */
  read: (id: number) => Promise<SupportRequest>;
  /** Takes a request and joins its chat. */
  take: (id: number) => Promise<void>;
  say: (id: number, text: string) => Promise<unknown>;
  type: (id: number, typing: boolean) => void;
  /** Switches the console off. */
  leave: () => void;
};

/** Signs in and makes the technician Available. */
export async function signInTechnician(
  relay: Pick<Relay, 'url'>,
  account: { email: string; password: string },
): Promise<Technician> {
  const response = await fetch(`${relay.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: account.email, password: account.password, device: 'test' }),
  });
  const signedIn = (await response.json()) as Result<SignedIn>;
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.code}`);
  const { token, me } = signedIn.value;
  const socket: Socket = io(`${relay.url}${namespaces.console}`, {
    auth: { protocol: protocolNumber, token },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  });
  const { scope } = await new Promise<{ scope: Scope }>((resolve, reject) => {
    socket.once('welcome', resolve);
    socket.once('connect_error', reject);
  });

  const ask: Technician['ask'] = async (name, input) => {
    const answer = (await socket
      .timeout(10_000)
      .emitWithAck('command', { id: newId(), name, input })) as Result<unknown>;
    if (!answer.ok) throw new Error(`${name}: ${answer.code}`);
    return answer.value;
  };
  await ask('availability.set', { available: true });
  return {
    id: me.id,
    name: me.name,
    ask,
    read: async (id) => {
      const input = { stage: 'open', companies: scope.companies, unassignedOnly: false, after: null };
      const answer = (await socket.timeout(10_000).emitWithAck('query', { name: 'snapshot.read', input })) as Result<{
        entries: Entry[];
      }>;
      if (!answer.ok) throw new Error(`snapshot.read: ${answer.code}`);
      const found = answer.value.entries.find((entry) => entry.kind === 'request' && entry.row.id === id);
      if (found?.kind !== 'request') throw new Error(`request ${id} is not there`);
      return found.row;
    },
    take: async (id) => {
      await ask('request.assign', { id: id as RequestId });
      await ask('chat.join', { id: id as RequestId });
    },
    say: (id, text) => ask('chat.send', { id: id as RequestId, text }),
    type: (id, typing) => void socket.emit('typing', { id, typing }),
    leave: () => void socket.disconnect(),
  };
}
