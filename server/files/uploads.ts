import type { IncomingMessage, ServerResponse } from 'node:http';
import { EVENTS, MemoryLocker, Server } from '@tus/server';
import { allowedExtension, extensionsFor, uploadsPath, type FileSender } from '../../protocol/files.ts';
import { refuse, type Refusal, type Result } from '../../protocol/errors.ts';
import { MessageId, RequestId } from '../../protocol/ids.ts';
import { receiverOf, type FileOwner } from '../commands/files.ts';
import type { ClientSource } from '../http/client-source.ts';
import { bodyOf, statusOf } from '../http/refusals.ts';
import type { Store } from '../store/store.ts';
import type { createArrival } from './arrival.ts';
import { ownerKey } from './callers.ts';
import { kept, type Desk, type OpenUpload } from './desk.ts';
import { safeName } from './names.ts';
import { sizeObjection, type FileLimits } from './quota.ts';

/** Who sends an HTTP request, and from what system. */
export type Calling = { owner: FileOwner; sourceOf: ClientSource };

export type UploadParts = {
  store: Store;
  desk: Desk;
  arrival: ReturnType<typeof createArrival>;
  limits: FileLimits;
};

/** A refusal on its way out of the tus server, which answers what is thrown in this shape. */
const thrown = (refusal: Refusal) => ({ status_code: statusOf(refusal.code), body: refusal.code, refusal });

/** What a sender said of an upload; texts, as they came. */
type Said = Readonly<Record<string, string | null | undefined>>;

/** The tus server on the desk: whoever comes may add to his own uploads and to no other. */
export function createUploads({ store, desk, arrival, limits }: UploadParts) {
  /** Who sends the request that tus is busy with: it hands out the raw one. */
  const callers = new WeakMap<IncomingMessage, Calling>();

  const calling = (request: { runtime?: { node?: { req?: unknown } | undefined } | undefined }): Calling => {
    const found = callers.get(request.runtime?.node?.req as IncomingMessage);
    if (found === undefined) throw new Error('nobody known sends this');
    return found;
  };

  function senderOf({ owner, sourceOf }: Calling, said: Said, headers: IncomingMessage['headers']): FileSender {
    if (owner.kind === 'technician') return { kind: 'technician' };
    const touchPoints = Number(said['touchPoints'] ?? 0) || 0;
    return { kind: 'customer', os: sourceOf(headers, '', { touchPoints, platformVersion: '' }).os };
  }

  /** Whether what is said of an upload may be: who, to which request, by what name, how large. */
  async function admit(caller: Calling, said: Said, size: number, headers: IncomingMessage['headers']) {
    const { owner } = caller;
    const id = MessageId.safeParse(said['id']);
    const request = RequestId.safeParse(owner.kind === 'customer' ? owner.request : Number(said['request']));
    if (!id.success || !request.success) return refuse('bad-input');
    const isThere = desk.has(id.data) || (await store.read.message(id.data)) !== null;
    if (isThere) return refuse('command-id-reused');
    const receiver = await receiverOf(store.read, owner, request.data);
    if (!receiver.ok) return receiver;
    const name = safeName(said['name'] ?? '');
    const sender = senderOf(caller, said, headers);
    if (allowedExtension(name, sender) === null) {
      return refuse('file-type-not-allowed', { extensions: extensionsFor(sender).join(', ') });
    }
    const stored = (await store.read.filesOf(request.data)).filter(({ state }) => state !== 'refused');
    const present = stored.reduce((sum, file) => sum + file.size, desk.expected(request.data));
    const objection = sizeObjection(size, present, limits);
    const upload: OpenUpload = { id: id.data, requestId: request.data, owner, name, size };
    return objection ?? ({ ok: true, value: upload } satisfies Result<OpenUpload>);
  }

  const isOwn = (upload: OpenUpload | null, { owner }: Calling): upload is OpenUpload =>
    upload !== null && ownerKey(upload.owner) === ownerKey(owner);
  const rawHeaders = (request: { headers: Headers }): IncomingMessage['headers'] =>
    Object.fromEntries(request.headers.entries());

  const tus = new Server({
    path: uploadsPath,
    datastore: desk.files,
    locker: new MemoryLocker(),
    relativeLocation: true,
    // Pages of other origins have no business here: theirs is no header that lets them in.
    allowedOrigins: [],
    getFileIdFromRequest: (_request, last) => (MessageId.safeParse(last).success ? last : undefined),
    namingFunction: (_request, said) => {
      const id = MessageId.safeParse(said?.['id']);
      if (!id.success) throw thrown(refuse('bad-input'));
      return id.data;
    },
    onIncomingRequest: async (request, id) => {
      if (request.method !== 'POST' && !isOwn(desk.find(id), calling(request))) throw thrown(refuse('not-found'));
    },
    onUploadCreate: async (request, upload) => {
      const admitted = await admit(calling(request), upload.metadata ?? {}, upload.size ?? 0, rawHeaders(request));
      if (!admitted.ok) throw thrown(admitted);
      desk.begin(admitted.value);
      return { metadata: kept(admitted.value) };
    },
    onResponseError: (request, error) => {
      if (!('refusal' in error)) return undefined;
      const refusal = error.refusal as Refusal;
      const body = JSON.stringify(bodyOf(refusal, request.headers.get('accept-language') ?? undefined));
      return { status_code: statusOf(refusal.code), body };
    },
    onUploadFinish: async (_request, { id }) => {
      const upload = desk.find(id);
      const arrived = upload === null ? refuse('not-found') : await arrival.finish(upload);
      if (!arrived.ok) throw thrown(arrived);
      return {};
    },
  });
  tus.on(EVENTS.POST_TERMINATE, (_request, _response, id) => void desk.discard(id as MessageId));

  return {
    /**
     * What HEAD asks of an upload whose bytes all arrived: how many that were if it is done with, or is now; a refusal if
     * it can't be; null if bytes are lacking, or it is not the caller's.
     */
    finished: async (id: string, caller: Calling): Promise<Result<number> | null> => {
      const parsed = MessageId.safeParse(id);
      if (!parsed.success) return null;
      const done = await arrival.isDone(parsed.data, caller.owner);
      if (done !== null) return { ok: true, value: done };
      const upload = desk.find(id);
      if (!isOwn(upload, caller) || !(await desk.isWhole(upload))) return null;
      const arrived = await arrival.finish(upload);
      return arrived.ok ? { ok: true, value: upload.size } : arrived;
    },
    /** Hands a request over to tus. */
    handle: (request: IncomingMessage, response: ServerResponse, caller: Calling): Promise<void> => {
      callers.set(request, caller);
      return tus.handle(request, response);
    },
    refusal: (refusal: Refusal) => thrown(refusal),
  };
}
