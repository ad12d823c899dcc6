import type { Namespace, Socket } from 'socket.io';
import { refuse, type Refusal, type Result } from '../../protocol/errors.ts';
import { protocolNumber } from '../../protocol/endpoints.ts';
import { PortalAuth } from '../../protocol/handshake.ts';
import { RequestId, type CompanyId } from '../../protocol/ids.ts';
import { CustomerTyping, type PortalUpdate } from '../../protocol/live.ts';
import type { CustomerActor } from '../commands/customer.ts';
import { customerMessage, customerMessages, customerView, type ViewParts } from '../customer-view.ts';
import type { Dispatch } from '../dispatch.ts';
import type { ClientSource } from '../http/client-source.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { Log } from '../log.ts';
import { isRequestSecret, requestSecret } from '../secrets.ts';
import type { Presences } from '../presence.ts';
import type { Commit, Store } from '../store/store.ts';

type PortalSocket = Socket & { data: { actor: CustomerActor; after: PortalAuth['request'] } };

export type PortalParts = {
  namespace: Namespace;
  store: Store;
  dispatch: Dispatch;
  presences: Presences;
  relayKey: string;
  sourceOf: ClientSource;
  rateLimit: RateLimit;
  clock: () => number;
  log: Log;
};

const roomOf = (id: RequestId): string => `request ${id}`;
const handshakeError = (refusal: Refusal): Error =>
  Object.assign(new Error(refusal.code), { data: { code: refusal.code } });

/** Serves customers' pages: each only the own request, and of that only what is for customers. */
export function servePortals(parts: PortalParts) {
  const { namespace, store, dispatch, presences, relayKey, sourceOf, rateLimit, clock, log } = parts;
  const viewParts = (): ViewParts => ({
    read: store.read,
    presences,
    secretOf: (id) => requestSecret(relayKey, id),
    now: clock(),
  });

  namespace.use((raw, next) => {
    const socket = raw as PortalSocket;
    const auth = PortalAuth.safeParse(socket.handshake.auth);
    if (!auth.success) return next(handshakeError(refuse('bad-input')));
    if (auth.data.protocol !== protocolNumber) return next(handshakeError(refuse('protocol-not-supported')));
    const { request, touchPoints } = auth.data;
    if (request !== null && !isRequestSecret(relayKey, request.id, request.secret)) {
      return next(handshakeError(refuse('not-found')));
    }
    const source = sourceOf(socket.handshake.headers, socket.handshake.address, touchPoints ?? 0);
    socket.data = { actor: { kind: 'customer', source, request: request?.id ?? null }, after: request };
    next();
  });

  namespace.on('connection', (raw) => {
    const socket = raw as PortalSocket;
    const { actor } = socket.data;
    socket.on('command', (frame: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return;
      const reply = answer as (result: unknown) => void;
      command(socket, frame).then(reply, (error: unknown) => {
        log.error({ error }, 'portal request failed');
        reply(refuse('internal'));
      });
    });
    socket.on('typing', (signal: unknown) => {
      const typing = CustomerTyping.safeParse(signal);
      if (typing.success && actor.request !== null) presences.pageTypes(actor.request, socket.id, typing.data.typing);
    });
    socket.on('disconnect', () => {
      if (actor.request !== null) presences.pageGone(actor.request, socket.id);
    });
    if (actor.request !== null) void resume(socket, actor.request);
  });

  async function command(socket: PortalSocket, frame: unknown): Promise<Result<unknown>> {
    const { actor } = socket.data;
    const isSubmit = typeof frame === 'object' && frame !== null && 'name' in frame && frame.name === 'request.submit';
    if (!rateLimit.take(`${isSubmit ? 'submit' : 'command'} ${actor.source.ip}`, isSubmit ? 'submit' : 'command')) {
      return refuse('rate-limited');
    }
    if (isSubmit && isMachine(frame)) return refuse('rate-limited');
    return dispatch.portal(actor, frame);
  }

  /** Brings the page up to date, and keeps it so from then on. */
  async function resume(socket: PortalSocket, id: RequestId): Promise<void> {
    await socket.join(roomOf(id));
    presences.pageConnected(id, socket.id);
    const request = await store.read.request(id);
    if (request === null) return;
    const view = await customerView(viewParts(), request);
    const messages = await customerMessages(store.read, request, socket.data.after?.after ?? null);
    socket.emit('update', { view, messages } satisfies PortalUpdate);
  }

  /** Requests whose pages are open. */
  const openPages = (): RequestId[] =>
    [...namespace.adapter.rooms.keys()].flatMap(
      (room) => RequestId.safeParse(Number(/^request (\d+)$/.exec(room)?.[1])).data ?? [],
    );

  async function update(id: RequestId, messages: PortalUpdate['messages']): Promise<void> {
    const request = await store.read.request(id);
    if (request === null) return;
    const view = await customerView(viewParts(), request);
    namespace.to(roomOf(id)).emit('update', { view, messages } satisfies PortalUpdate);
  }

  /** Pages of the companies' New requests: their places, estimates or notices may have changed. */
  async function updateWaiting(isConcerned: (company: CompanyId) => boolean): Promise<void> {
    for (const id of openPages()) {
      const request = await store.read.request(id);
      if (request !== null && request.closedAt === null && isConcerned(request.companyId)) await update(id, []);
    }
  }

  return {
    /** Tells the pages concerned what a commit changed. */
    committed: async ({
      entries,
      requests,
      directory,
    }: Pick<Commit, 'entries' | 'requests' | 'directory'>): Promise<void> => {
      const concerned = new Map<RequestId, PortalUpdate['messages']>();
      let everyone = directory;
      for (const entry of entries) {
        if (entry.kind === 'notice') everyone = true;
        const id = entry.kind === 'request' ? entry.row.id : 'requestId' in entry.row ? entry.row.requestId : null;
        if (id === null || !namespace.adapter.rooms.has(roomOf(id))) continue;
        const messages = concerned.get(id) ?? [];
        concerned.set(id, messages);
        const line = entry.kind === 'message' ? await customerMessage(store.read, entry.row) : null;
        if (line !== null) messages.push(line);
      }
      for (const [id, messages] of concerned) await update(id, messages);
      const companies = new Set([...requests.values()].map((request) => request.companyId));
      if (everyone || companies.size > 0) await updateWaiting((company) => everyone || companies.has(company));
    },
    presenceChanged: (id: RequestId): Promise<void> =>
      namespace.adapter.rooms.has(roomOf(id)) ? update(id, []) : Promise.resolve(),
    /** A technician's console came or went: the pages of the requests that he has are told. */
    technicianChanged: async (technician: string): Promise<void> => {
      for (const request of await store.read.assigned()) {
        if (request.assigneeId === technician && namespace.adapter.rooms.has(roomOf(request.id)))
          await update(request.id, []);
      }
    },
    everyoneChanged: (): Promise<void> => updateWaiting(() => true),
    count: (): number => namespace.sockets.size,
  };
}

/** Whether the field that people do not see was filled. */
function isMachine(frame: object): boolean {
  const input = 'input' in frame ? frame.input : null;
  return typeof input === 'object' && input !== null && 'website' in input && input.website !== '';
}
