import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import type { PortalCommand, PortalInput, PortalOutput } from '../../protocol/commands.ts';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { ErrorCode, Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { CustomerMessage, CustomerView, PortalUpdate } from '../../protocol/live.ts';

const answerWithinMs = 10_000;

/** A customer's page on the wire, without a browser: the form (`request` null), or the chat of a request. */
export type PageClient = Awaited<ReturnType<typeof openPage>>;
export type OwnRequest = { id: RequestId; secret: string };

/** What a customer fills in, but for what a test is about. */
export const submission = (
  slug: string,
  part: Partial<PortalInput<'request.submit'>> = {},
): PortalInput<'request.submit'> => ({
  slug,
  name: 'Carla Verdi',
  email: 'carla@acme.example',
  problem: 'The printer is on fire.',
  fields: {},
  language: 'it',
  page: '',
  website: '',
  ...part,
});

/** Opens a page; rejects with the refusal's code. `headers` are what a proxy or a browser would add. */
export async function openPage(
  url: string,
  request: OwnRequest | null,
  { after = null, headers = {} }: { after?: string | null; headers?: Record<string, string> } = {},
) {
  const socket: Socket = io(`${url}${namespaces.portal}`, {
    auth: { protocol: protocolNumber, request: request === null ? null : { ...request, after } },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  });
  const updates: PortalUpdate[] = [];
  const lines = new Map<string, CustomerMessage>();
  socket.on('update', (update: PortalUpdate) => {
    updates.push(update);
    for (const message of update.messages) lines.set(message.id, message);
  });
  const ask = (event: string, frame: object): Promise<Result<unknown>> =>
    socket.timeout(answerWithinMs).emitWithAck(event, frame);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => reject(new Error(Reflect.get(error, 'data')?.code ?? error.message)));
    socket.once('disconnect', (reason) => reject(new Error(reason)));
  });

  return {
    socket,
    /** Everything the relay said, in order. */
    updates,
    view: (): CustomerView | null => updates.at(-1)?.view ?? null,
    lines: (): CustomerMessage[] => [...lines.values()],
    texts: (): string[] => [...lines.values()].flatMap(({ body }) => (body.kind === 'text' ? [body.text] : [])),
    command: <N extends PortalCommand>(
      name: N,
      input: PortalInput<N>,
      id: string = newId(),
    ): Promise<Result<PortalOutput<N>>> => ask('command', { id, name, input }) as Promise<Result<PortalOutput<N>>>,
    raw: ask,
    close: (): void => void socket.disconnect(),
  };
}

/** The code of a refused handshake, or null if the page is let in. */
export async function pageRefusal(url: string, request: OwnRequest | null): Promise<ErrorCode | null> {
  try {
    (await openPage(url, request)).close();
    return null;
  } catch (error) {
    return (error as Error).message as ErrorCode;
  }
}

/** Submits a request at a portal; the form's page is closed afterwards. */
export async function submit(
  url: string,
  slug: string,
  part: Partial<PortalInput<'request.submit'>> = {},
): Promise<OwnRequest> {
  const form = await openPage(url, null);
  const answer = await form.command('request.submit', submission(slug, part));
  form.close();
  if (!answer.ok) throw new Error(`request.submit: ${answer.code}`);
  return answer.value;
}
