import { request } from 'node:http';
import { v7 as newId } from 'uuid';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import { errorCodes, Refusal } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { BadInput, Known } from './bad-input.ts';
import { openConsole } from './console-client.ts';
import { openPage, submission, type OwnRequest } from './page-client.ts';
import { openRawWire, type Outcome, type RawWire } from './raw-wire.ts';

/** What an onslaught is aimed at: a relay with a technician and a customer whose request is closed and carried on. */
export type Target = { url: string; token: string; known: Known; own: OwnRequest };
type Wire = Extract<RawWire, { refused: undefined }>;

/** Brings a request of a portal to where nothing can be done to it any more. */
export async function prepareTarget(url: string, token: string, slug: string): Promise<Target> {
  const [console, form] = [await openConsole(url, token), await openPage(url, null)];
  const submitted = await form.command('request.submit', submission(slug));
  if (!submitted.ok) throw new Error(submitted.code);
  const own = submitted.value;
  const give = async (name: 'request.assign' | 'request.close' | 'request.reopen', command: string = newId()) => {
    const answer = await console.command(name, { id: own.id }, command);
    if (!answer.ok) throw new Error(answer.code);
  };
  await give('request.assign');
  await give('request.close');
  await give('request.reopen');
  const usedCommand = newId();
  await console.command('chat.note', { id: own.id as RequestId, text: 'Used' }, usedCommand);
  console.close();
  form.close();
  return { url, token, own, known: { request: own.id, slug, message: newId(), usedCommand } };
}

/** Throws bad input at a relay, one at a time a call; calls may overlap. Answers what came of it: a code, or how it ended. */
export function createOnslaught({ url, token, own }: Target) {
  const auths = {
    console: JSON.stringify({ protocol: protocolNumber, token }),
    portal: JSON.stringify({ protocol: protocolNumber, request: { ...own, after: null } }),
  };
  /** Broken packets have connections of their own, which they end. */
  const wires: Partial<Record<'console' | 'portal' | 'console packets' | 'portal packets', Promise<Wire>>> = {};

  async function connect(entry: 'console' | 'portal'): Promise<Wire> {
    const wire = await openRawWire(url, namespaces[entry], auths[entry]);
    if (wire.refused !== undefined) throw new Error(`a right handshake was refused: ${wire.refused}`);
    return wire;
  }
  /** A connection that is still there. */
  async function wireTo(entry: 'console' | 'portal', kind: string): Promise<Wire> {
    const name = kind === 'packet' ? (`${entry} packets` as const) : entry;
    const wire = await (wires[name] ??= connect(entry));
    if (wire.isOpen()) return wire;
    return (wires[name] = connect(entry));
  }

  /** A refusal with a code of ours and nothing else, or an error. `internal` is a bug of the relay. */
  function codeOf(outcome: Outcome, input: BadInput): string {
    if (outcome.kind === 'closed') return 'closed';
    const refusal = Refusal.strict().safeParse(outcome.value);
    if (!refusal.success || refusal.data.code === 'internal') {
      throw new Error(`${JSON.stringify(outcome.value)} for ${JSON.stringify(input).slice(0, 2_000)}`);
    }
    return refusal.data.code;
  }

  async function shake(input: Extract<BadInput, { kind: 'handshake' }>): Promise<string> {
    const wire = await openRawWire(url, namespaces[input.entry], input.auth);
    if (wire.refused === null) return 'closed';
    if (wire.refused === undefined) {
      // A page may come without a request; a console never.
      wire.close();
      if (input.entry === 'portal') return 'let in to the form';
      throw new Error(`let in: ${input.auth}`);
    }
    const { data } = JSON.parse(wire.refused) as { data?: unknown };
    return codeOf({ kind: 'answer', value: { ok: false, ...(data as object) } }, input);
  }

  function fetchIt({ method, path, headers, body }: Extract<BadInput, { entry: 'http' }>): Promise<string> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const call = request({ hostname, port, method, path, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const isOurs = !path.startsWith('/socket.io');
          if (status < 400 || method === 'HEAD' || !isOurs) return resolve(`HTTP ${status}`);
          try {
            const { code, message } = JSON.parse(text) as Record<string, unknown>;
            if (
              status >= 500 ||
              !errorCodes.includes(code as never) ||
              typeof message !== 'string' ||
              !/\s/.test(message)
            )
              throw new Error();
            resolve(`HTTP ${status} ${String(code)}`);
          } catch {
            reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`));
          }
        });
      });
      // The relay need not read a body to its end that it refuses.
      call.on('error', (error) => resolve(`HTTP ${Reflect.get(error, 'code')}`));
      call.end(body);
    });
  }

  return {
    throwAt: async (input: BadInput): Promise<string> => {
      if (input.entry === 'http') return fetchIt(input);
      if (input.kind === 'handshake') return shake(input);
      const wire = await wireTo(input.entry, input.kind);
      switch (input.kind) {
        case 'ask':
          return codeOf(await wire.ask(input.event, input.payload), input);
        case 'tell':
          wire.tell(input.event, input.payload);
          return 'told';
        case 'packet':
          wire.send(input.packet);
          return 'sent';
      }
    },
    close: async (): Promise<void> => {
      for (const wire of Object.values(wires)) (await wire).close();
    },
  };
}
