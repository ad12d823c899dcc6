import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { send } from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ticketPath, uploadsPath } from '../../protocol/files.ts';
import { refuse, type Refusal } from '../../protocol/errors.ts';
import type { FileOwner } from '../commands/files.ts';
import type { Blobs } from '../files/blobs.ts';
import type { CallerOf } from '../files/callers.ts';
import { findDownload } from '../files/downloads.ts';
import type { createTickets } from '../files/tickets.ts';
import type { createUploads } from '../files/uploads.ts';
import type { Log } from '../log.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { Reader } from '../store/store.ts';
import type { ClientSource } from './client-source.ts';
import { answer } from './refusals.ts';

export type FileRouteParts = {
  read: Reader;
  uploads: ReturnType<typeof createUploads>;
  callerOf: CallerOf;
  tickets: ReturnType<typeof createTickets>;
  sourceOf: ClientSource;
  rateLimit: RateLimit<'command'>;
  blobs: Blobs;
  log: Log;
};

/** The relay's HTTP side. */
export type HttpApp = FastifyInstance<
  Server<typeof IncomingMessage, typeof ServerResponse>,
  IncomingMessage,
  ServerResponse,
  Log
>;
type OneFile = { Params: { id: string }; Querystring: { ticket?: string } };

/** The ways of files: up by tus, down as attachments. Nobody comes far without saying who he is. */
export function mountFiles(
  app: HttpApp,
  { read, uploads, callerOf, tickets, sourceOf, rateLimit, blobs, log }: FileRouteParts,
): { hangUp: () => void } {
  const sending = new Set<IncomingMessage>();
  const refused = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
    answer(request, reply.header('cache-control', 'no-store'), refusal);
  const addressOf = (request: FastifyRequest): string =>
    sourceOf(request.headers, request.ip, { touchPoints: 0, platformVersion: '' }).ip;

  async function upload(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const owner = await callerOf(request.headers);
    if (owner === null) return refused(request, reply, refuse('not-signed-in'));
    const isMany = request.method === 'POST' && !rateLimit.take(`upload ${addressOf(request)}`, 'command');
    if (isMany) return refused(request, reply, refuse('rate-limited'));
    const { id = '' } = request.params as { id?: string };
    const finished = request.method === 'HEAD' ? await uploads.finished(id, { owner, sourceOf }) : null;
    if (finished !== null) {
      if (!finished.ok) return refused(request, reply, finished);
      const size = String(finished.value);
      return reply
        .headers({
          'tus-resumable': '1.0.0',
          'upload-offset': size,
          'upload-length': size,
          'cache-control': 'no-store',
        })
        .send();
    }
    // From here on tus answers, on the bare connection.
    reply.hijack();
    sending.add(request.raw);
    request.raw.once('close', () => sending.delete(request.raw));
    await uploads.handle(request.raw, reply.raw, { owner, sourceOf }).catch((error: unknown) => {
      log.error({ error }, 'upload failed');
      reply.raw.destroy();
    });
    return reply;
  }

  async function download(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    owner: FileOwner,
  ): Promise<unknown> {
    const found = await findDownload(read, owner, id);
    if (!found.ok) return refused(request, reply, found);
    const { hash, headers } = found.value;
    const file = await send(request.raw, blobs.nameOf(hash), {
      root: blobs.folder,
      contentType: false,
      cacheControl: false,
      lastModified: false,
      index: false,
    });
    if (file.type === 'error' && file.statusCode !== 416) throw file.metadata.error;
    // Of a stretch that the file does not have it is said how long it is.
    if (file.type === 'error') return reply.code(416).header('content-range', file.headers['Content-Range']).send();
    return reply
      .code(file.statusCode)
      .headers({ ...file.headers, ...headers })
      .send(file.stream);
  }

  app.register(async (scope) => {
    // The bytes of an upload go past Fastify, untouched.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({ method: ['POST'], url: uploadsPath, handler: upload });
    scope.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${uploadsPath}/:id`, handler: upload });
  });

  app.get<OneFile>('/api/files/:id', async (request, reply) => {
    const { ticket } = request.query;
    const redeemed = ticket === undefined ? null : tickets.redeem(request.params.id, ticket);
    const owner: FileOwner | null =
      redeemed === null ? await callerOf(request.headers) : { kind: 'customer', request: redeemed };
    if (owner === null) return refused(request, reply, refuse('not-signed-in'));
    return download(request, reply, request.params.id, owner);
  });

  app.post<OneFile>(ticketPath(':id'), async (request, reply) => {
    const owner = await callerOf(request.headers);
    if (owner === null) return refused(request, reply, refuse('not-signed-in'));
    if (owner.kind !== 'customer') return refused(request, reply, refuse('not-allowed'));
    const found = await findDownload(read, owner, request.params.id);
    if (!found.ok) return refused(request, reply, found);
    const id = request.params.id as Parameters<typeof tickets.issue>[0];
    return reply
      .header('cache-control', 'no-store')
      .send({ ok: true, value: { ticket: tickets.issue(id, owner.request) } });
  });
  return {
    /** Cuts uploads off: what came of them stays, and their senders go on where they were. */
    hangUp: () => {
      for (const request of sending) request.destroy();
    },
  };
}
