import type { Namespace, Socket } from 'socket.io';
import { refuse, type Refusal, type Result } from '../../protocol/errors.ts';
import { protocolNumber } from '../../protocol/endpoints.ts';
import { PortalAuth } from '../../protocol/handshake.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { CustomerTyping, type PortalUpdate } from '../../protocol/live.ts';
import type { CustomerActor } from '../commands/customer.ts';
import { customerFiles, customerMessages, customerView, type ViewParts } from '../customer-view.ts';
import type { Dispatch } from '../dispatch.ts';
import type { ClientSource } from '../http/client-source.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { Log } from '../log.ts';
import { isRequestSecret, requestSecret } from '../secrets.ts';
import type { Presences } from '../presence.ts';
import type { Store, StoredRequest } from '../store/store.ts';
import { createPages } from './pages.ts';

type PortalSocket = Socket & { data: { actor: CustomerActor; after: PortalAuth['request'] } };

export type PortalParts = {
  namespace: Namespace;
  store: Store;
  dispatch: Dispatch;
  presences: Presences;
  relayKey: string;
  /** Whether this relay sends mail. */
  answersByMail: boolean;
  /** Under which customers' browsers subscribe to pushes; null where this relay sends none. */
  pushKey: string | null;
  sourceOf: ClientSource;
  rateLimit: RateLimit<'submit' | 'portal' | 'command'>;
  /** Does the work when all commits so far are told, and before any later one is. */
  inTurn: (work: () => Promise<unknown>) => void;
  clock: () => number;
  log: Log;
};

const handshakeError = (refusal: Refusal): Error =>
  Object.assign(new Error(refusal.code), { data: { code: refusal.code } });

/** Serves customers' pages: each only the own request, and of that only what is for customers. */
export function servePortals(parts: PortalParts) {
  const { namespace, store, dispatch, presences, relayKey, sourceOf, rateLimit, inTurn, clock, log } = parts;
  const viewParts = (): ViewParts => ({
    read: store.read,
    presences,
    secretOf: (id) => requestSecret(relayKey, id),
    answersByMail: parts.answersByMail,
    pushKey: parts.pushKey,
    now: clock(),
  });
  const pages = createPages({ namespace, viewParts, inTurn });

  namespace.use((socket, next) => {
    admit(socket as PortalSocket).then(
      (refusal) => next(refusal === null ? undefined : handshakeError(refusal)),
      (error: unknown) => {
        log.error({ error }, 'portal handshake failed');
        next(handshakeError(refuse('internal')));
      },
    );
  });

  async function admit(socket: PortalSocket): Promise<Refusal | null> {
    const auth = PortalAuth.safeParse(socket.handshake.auth);
    if (!auth.success) return refuse('bad-input');
    if (auth.data.protocol !== protocolNumber) return refuse('protocol-not-supported');
    const { request, touchPoints = 0, platformVersion = '' } = auth.data;
    if (request !== null) {
      const isTheirs = isRequestSecret(relayKey, request.id, request.secret);
      if (!isTheirs || (await store.read.request(request.id)) === null) return refuse('not-found');
    }
    const { headers, address } = socket.handshake;
    const source = sourceOf(headers, address, { touchPoints, platformVersion });
    socket.data = { actor: { kind: 'customer', source, request: request?.id ?? null }, after: request };
    return null;
  }

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
      if (!rateLimit.take(`command ${actor.source.ip}`, 'command')) return;
      if (typing.success && actor.request !== null) presences.pageTypes(actor.request, socket.id, typing.data.typing);
    });
    socket.on('disconnect', () => {
      if (actor.request === null) return;
      pages.closed(actor.request);
      presences.pageGone(actor.request, socket.id);
    });
    if (actor.request !== null) {
      resume(socket, actor.request).catch((error: unknown) => log.error({ error }, 'portal resume failed'));
    }
  });

  async function command(socket: PortalSocket, frame: unknown): Promise<Result<unknown>> {
    const { actor } = socket.data;
    const submitted = submittedIn(frame);
    if (submitted === null) {
      return rateLimit.take(`command ${actor.source.ip}`, 'command')
        ? dispatch.portal(actor, frame)
        : refuse('rate-limited');
    }
    if (!rateLimit.take(`submit ${actor.source.ip}`, 'submit')) return refuse('rate-limited');
    // The field that people do not see was filled: a machine, which need not learn by what it was told apart.
    if ((submitted['website'] ?? '') !== '') return refuse('rate-limited');
    const portal = await store.read.portal(typeof submitted['slug'] === 'string' ? submitted['slug'] : '');
    if (portal !== null && !rateLimit.take(`portal ${portal.slug}`, 'portal')) return refuse('rate-limited');
    return dispatch.portal(actor, frame);
  }

  /** Brings the page up to date, and keeps it so from then on: a message is told once, in its place. */
  async function resume(socket: PortalSocket, id: RequestId): Promise<void> {
    let held = socket.data.after?.after ?? null;
    async function send(): Promise<StoredRequest | null> {
      const request = await store.read.request(id);
      if (request === null) return null;
      const messages = await customerMessages(store.read, request, held, viewParts().secretOf);
      held = messages.at(-1)?.id ?? held;
      const view = await customerView(viewParts(), request);
      const files = await customerFiles(store.read, request);
      socket.emit('update', { view, messages, files } satisfies PortalUpdate);
      return request;
    }
    // A long log is read out of turn, so that nobody waits for it; what was written meanwhile, between two commits.
    await send();
    inTurn(async () => {
      const request = socket.connected ? await send() : null;
      if (request === null) return;
      await pages.open(socket, request);
      presences.pageConnected(id, socket.id);
    });
  }

  return {
    committed: pages.committed,
    presenceChanged: pages.refresh,
    technicianChanged: pages.technicianChanged,
    refreshWaiting: pages.refreshWaiting,
    count: (): number => namespace.sockets.size,
  };
}

/** What a frame submits, unchecked; null if it is another command. */
function submittedIn(frame: unknown): Record<string, unknown> | null {
  if (typeof frame !== 'object' || frame === null) return null;
  const { name, input } = frame as Record<string, unknown>;
  if (name !== 'request.submit') return null;
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}
