import { stat } from 'node:fs/promises';
import path from 'node:path';
import { refuse, type ErrorCode, type Refusal } from '../../protocol/errors.ts';
import { allowedExtension, extensionsFor } from '../../protocol/files.ts';
import type { MessageId, RequestId } from '../../protocol/ids.ts';
import type { Storage } from '../storage/storage.ts';
import type { Upload } from '../storage/uploads.ts';
import { createBackoff } from './backoff.ts';
import { forgetHalf, sendFile, type Target } from './file-upload.ts';
import type { Spool } from './spool.ts';

/** Refusals that say nothing about the file itself: it is tried again later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'relay-stopping',
  'relay-not-reachable',
  'internal',
  'rate-limited',
  'not-signed-in',
  'command-id-reused',
]);
const firstRetryMs = 500;
const longestRetryMs = 30_000;

type UploadStorage = Pick<
  Storage,
  | 'addUpload'
  | 'readUpload'
  | 'readUploads'
  | 'markUploadSent'
  | 'refuseUpload'
  | 'retryUpload'
  | 'removeUpload'
  | 'forgetSentUploads'
>;

/** A file that somebody chose. */
export type Chosen = { path: string; name: string; spooled: boolean };

export type UploadsParts = {
  storage: UploadStorage;
  spool: Spool;
  /** Where files go and by what sign-in; null while nobody is signed in or there is no connection. */
  target: () => Target | null;
  clock: () => number;
  newId: () => string;
  /** Bytes of a file that have gone out. */
  onProgress: (id: MessageId, sent: number) => void;
  /** The files on their way of a request are others now, or stand otherwise. */
  onChanged: (id: RequestId) => void;
  onError: (error: unknown) => void;
  /** Spreads the tries; of 0..1. */
  random?: () => number;
};
export type UploadQueue = ReturnType<typeof createUploadQueue>;

/**
 * Sends the files that were chosen: one after the other within a request, requests side by side, each until the relay
 * has it or won't have it. What is on its way is on disk, so a restart of console or relay only makes it later.
 */
export function createUploadQueue(parts: UploadsParts) {
  const { storage, spool, target, clock, newId, onProgress, onChanged, onError, random = Math.random } = parts;
  const backoff = createBackoff({ firstMs: firstRetryMs, longestMs: longestRetryMs, random });
  /** Requests whose files are being sent. */
  const lanes = new Set<RequestId>();
  const running = new Map<MessageId, () => void>();
  let retry: NodeJS.Timeout | undefined;
  let stopped = true;
  let draining: Promise<unknown> = Promise.resolve();

  /** Whether the file is still the one that was chosen. */
  async function look({ path: file, size, modifiedAt }: Upload): Promise<Refusal | null> {
    try {
      const now = await stat(file);
      return now.size === size && Math.floor(now.mtimeMs) === modifiedAt ? null : refuse('file-changed');
    } catch {
      return refuse('file-not-readable');
    }
  }

  async function settleRefusal(upload: Upload, { code, details }: Refusal): Promise<void> {
    await storage.refuseUpload(upload.id, code, details ?? {});
    onChanged(upload.requestId);
  }

  /** Sends one file; answers whether the next one of its request may follow. */
  async function send(upload: Upload): Promise<boolean> {
    const fault = await look(upload);
    if (fault !== null) {
      await settleRefusal(upload, fault);
      return true;
    }
    const to = target();
    if (to === null || stopped) return false;
    const { outcome, abort } = sendFile(upload, to, (sent) => onProgress(upload.id, sent));
    running.set(upload.id, abort);
    const how = await outcome.finally(() => running.delete(upload.id));
    // Called off while it was under way; or its entry was here before its answer.
    if ((await storage.readUpload(upload.id)) === null) {
      if (upload.spooled) await spool.remove(upload.id);
      return true;
    }
    if (how.kind === 'later' || (how.kind === 'refused' && passing.has(how.refusal.code))) return false;
    backoff.reset();
    if (how.kind === 'refused') await settleRefusal(upload, how.refusal);
    else {
      await storage.markUploadSent(upload.id);
      if (upload.spooled) await spool.remove(upload.id);
    }
    return true;
  }

  /** The oldest file of a request that waits to be sent. */
  const nextOf = async (request: RequestId): Promise<Upload | null> =>
    (await storage.readUploads()).find(({ requestId, state }) => requestId === request && state === 'queued') ?? null;

  async function drain(request: RequestId): Promise<void> {
    if (lanes.has(request)) return;
    lanes.add(request);
    try {
      for (let next = await nextOf(request); next !== null && !stopped; next = await nextOf(request)) {
        if (!(await send(next))) return retryLater();
      }
    } finally {
      lanes.delete(request);
    }
  }

  async function drainAll(): Promise<void> {
    if (stopped || target() === null) return;
    const queued = (await storage.readUploads()).filter(({ state }) => state === 'queued');
    await Promise.all([...new Set(queued.map(({ requestId }) => requestId))].map(drain));
  }

  function retryLater(): void {
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(start, backoff.next());
  }

  function start(): void {
    stopped = false;
    clearTimeout(retry);
    const run = drainAll().catch((error: unknown) => {
      onError(error);
      retryLater();
    });
    // Whoever waits for the end waits for the rounds before as well.
    draining = Promise.all([draining, run]);
  }

  async function add(request: RequestId, id: MessageId, { path: file, name, spooled }: Chosen): Promise<void> {
    const found = await stat(file).catch(() => null);
    const size = found?.isFile() === true ? found.size : 0;
    const modifiedAt = Math.floor(found?.mtimeMs ?? 0);
    await storage.addUpload({ id, requestId: request, path: file, name, size, modifiedAt, spooled, at: clock() });
    const fault = objection(name, found?.isFile() === true, size);
    if (fault !== null) await storage.refuseUpload(id, fault.code, fault.details ?? {});
  }

  return {
    /** Takes files on; each has a line of its own from here on, also one that can't be sent. */
    add: async (request: RequestId, files: readonly Chosen[]): Promise<void> => {
      for (const file of files) await add(request, newId() as MessageId, file);
      onChanged(request);
      if (!stopped) start();
    },
    /** The same for what is on no disk. */
    addBytes: async (request: RequestId, name: string, bytes: Uint8Array): Promise<void> => {
      const id = newId() as MessageId;
      await add(request, id, { path: await spool.put(id, bytes), name: path.basename(name), spooled: true });
      onChanged(request);
      if (!stopped) start();
    },
    /** Calls a file off, wherever it is on its way. */
    cancel: async (id: MessageId): Promise<void> => {
      const upload = await storage.removeUpload(id);
      running.get(id)?.();
      if (upload === null) return;
      onChanged(upload.requestId);
      if (upload.spooled) await spool.remove(id);
      const to = target();
      if (to !== null) await forgetHalf(id, to).catch(onError);
    },
    retry: async (id: MessageId): Promise<void> => {
      const upload = await storage.retryUpload(id);
      if (upload === null) return;
      onChanged(upload.requestId);
      if (!stopped) start();
    },
    /** Deletes what an earlier run of the console left behind. Before the first `start`. */
    tidy: async (): Promise<void> => {
      await storage.forgetSentUploads();
      await spool.tidy(new Set((await storage.readUploads()).map(({ id }) => id)));
    },
    /** The connection is there. */
    start,
    stop: (): void => {
      stopped = true;
      clearTimeout(retry);
      for (const abort of running.values()) abort();
    },
    settled: async (): Promise<void> => void (await draining),
  };
}

/** What can be told of a file without the relay. */
function objection(name: string, isFile: boolean, size: number): Refusal | null {
  const sender = { kind: 'technician' } as const;
  if (!isFile) return refuse('file-not-readable');
  if (size === 0) return refuse('file-empty');
  return allowedExtension(name, sender) === null
    ? refuse('file-type-not-allowed', { extensions: extensionsFor(sender).join(', ') })
    : null;
}
