import { open, type FileHandle } from 'node:fs/promises';
import type { DetailedError } from 'tus-js-client';
import { refuse, Refusal } from '../../protocol/errors.ts';
import { technicianAuthorization, uploadsPath, type UploadMetadata } from '../../protocol/files.ts';
import type { Upload } from '../storage/uploads.ts';

/** Pieces of a request of their own: so much is in memory at once. */
const pieceBytes = 4 * 1_048_576;
/** Nothing moved for so long: the network is gone without having said so. The relay may take a while over the last piece. */
const stallMs = 45_000;

/** The relay has the file whole; it won't have it; or it could not be asked, and later it can. */
export type UploadOutcome = { kind: 'sent' } | { kind: 'refused'; refusal: Refusal } | { kind: 'later'; why: string };

export type Target = { relay: string; token: string };

/** Reads pieces of a file, so that what cannot be read is an answer and not the end of the program. */
const readerOf = (file: FileHandle, size: number) => ({
  openFile: async () => ({
    size,
    slice: async (start: number, end: number) => {
      const length = Math.min(end, size) - start;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
      return { value: Object.assign(buffer.subarray(0, bytesRead), { size: bytesRead }), done: end >= size };
    },
    close: () => {}, // whoever opened the file closes it
  }),
});

/** What an error of tus says: refusals of the relay come as JSON; without an answer there will be another try. */
function outcomeOf(error: Error): UploadOutcome {
  const response = 'originalResponse' in error ? (error as DetailedError).originalResponse : null;
  const parsed = Refusal.safeParse(jsonIn(response?.getBody() ?? ''));
  if (parsed.success) return { kind: 'refused', refusal: parsed.data };
  return { kind: 'later', why: error.message.split('\n', 1)[0] ?? '' };
}
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page
  }
}

/** Sends a file, from where the relay's part of it ends. `abort` makes it end as `later`. */
export function sendFile(
  { id, requestId, path, name, size }: Upload,
  { relay, token }: Target,
  onProgress: (sent: number) => void,
): { outcome: Promise<UploadOutcome>; abort: () => void } {
  let abort = (): void => {};
  let stopped = false;
  const outcome = (async (): Promise<UploadOutcome> => {
    const file = await open(path).catch(() => null);
    if (file === null) return { kind: 'refused', refusal: refuse('file-not-readable') };
    await using _closedAtTheEnd = file;
    // A console starts without it: most days begin without a file.
    const { Upload: TusUpload } = await import('tus-js-client');
    if (stopped) return { kind: 'later', why: 'stopped' };
    const metadata: UploadMetadata = { id, name, request: String(requestId) };
    return await new Promise<UploadOutcome>((resolve) => {
      let watch: NodeJS.Timeout | undefined;
      const finish = (how: UploadOutcome): void => {
        clearTimeout(watch);
        resolve(how);
      };
      const upload = new TusUpload(Buffer.alloc(0), {
        endpoint: `${relay}${uploadsPath}`,
        // Its address is known before it is begun: whatever answer was lost, the relay is asked what it has.
        uploadUrl: `${relay}${uploadsPath}/${id}`,
        fileReader: readerOf(file, size),
        chunkSize: pieceBytes,
        metadata: { ...metadata },
        headers: { Authorization: technicianAuthorization(token) },
        retryDelays: null,
        storeFingerprintForResuming: false,
        onProgress: (sent) => {
          moved();
          onProgress(sent);
        },
        onChunkComplete: () => moved(),
        onSuccess: () => finish({ kind: 'sent' }),
        onError: (error) => finish(outcomeOf(error)),
      });
      const end = (why: string): void => {
        void upload.abort().catch(() => undefined); // it ends one way or the other
        finish({ kind: 'later', why });
      };
      const moved = (): void => {
        clearTimeout(watch);
        watch = setTimeout(() => end('stalled'), stallMs);
      };
      abort = () => end('stopped');
      moved();
      upload.start();
    });
  })();
  return {
    outcome,
    abort: () => {
      stopped = true;
      abort();
    },
  };
}

/** Tells the relay to forget what it has of a file. It forgets by itself in a day, so nothing hangs on it. */
export async function forgetHalf(id: Upload['id'], { relay, token }: Target): Promise<void> {
  const headers = { authorization: technicianAuthorization(token), 'tus-resumable': '1.0.0' };
  await fetch(`${relay}${uploadsPath}/${id}`, { method: 'DELETE', headers, signal: AbortSignal.timeout(10_000) });
}
