import type { Refusal } from '../protocol/errors.ts';
import { customerAuthorization, uploadsPath, type UploadMetadata } from '../protocol/files.ts';
import type { Own } from './resume.ts';

// The little of tus that the page needs (tus.io/protocols/resumable-upload: creation, head, patch). The console speaks it
// by tus-js-client; here that would be more than a quarter of all that a customer may have to load.

/** A proxy may hold a request back until it is whole: what is lost with a cut is at most so much. */
const pieceBytes = 1_048_576;
/** Nothing moved for so long: the network is gone without having said so. */
const stallMs = 45_000;

/** The relay has the file whole; it won't have it; or it could not be asked, and later it can. */
export type UploadOutcome = { kind: 'sent' } | { kind: 'refused'; refusal: Refusal } | { kind: 'later' };

export type UploadParts = {
  relay: string;
  own: Own;
  id: string;
  name: string;
  blob: Blob;
  onProgress: (sent: number) => void;
  /** Ends it as `later`. */
  signal: AbortSignal;
};

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const metadataOf = (said: UploadMetadata): string =>
  Object.entries(said)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');

/** What the relay says no with; `later` where it is not the relay that speaks, or not its last word. */
function refusedBy(status: number, body: string): UploadOutcome {
  if (status === 409 || status === 423 || status === 429 || status >= 500) return { kind: 'later' };
  try {
    return { kind: 'refused', refusal: JSON.parse(body) as Refusal };
  } catch {
    return { kind: 'later' }; // a proxy's page
  }
}

/** Sends a file, from where the relay's part of it ends. */
export async function upload({ relay, own, id, name, blob, onProgress, signal }: UploadParts): Promise<UploadOutcome> {
  const address = `${relay}${uploadsPath}/${id}`;
  const headers = { authorization: customerAuthorization(own.id, own.secret), 'tus-resumable': '1.0.0' };

  /** Begins it, or finds out from where one that was begun before goes on. */
  async function begin(): Promise<number | UploadOutcome> {
    const said = { id, name, touchPoints: String(navigator.maxTouchPoints) };
    const response = await fetch(relay + uploadsPath, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(blob.size), 'upload-metadata': metadataOf(said) },
      signal,
    });
    if (response.status === 201) return 0;
    if (response.status !== 409) return refusedBy(response.status, await response.text());
    const known = await fetch(address, { method: 'HEAD', headers, signal });
    return known.ok ? Number(known.headers.get('upload-offset')) : { kind: 'later' };
  }
  /** By XMLHttpRequest, since fetch does not tell how far it has got. */
  function addPiece(from: number): Promise<UploadOutcome> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      let watch: ReturnType<typeof setTimeout> | undefined;
      const end = (outcome: UploadOutcome): void => {
        clearTimeout(watch);
        resolve(outcome);
      };
      const abort = (): void => {
        request.abort();
        end({ kind: 'later' });
      };
      const moved = (): void => {
        clearTimeout(watch);
        watch = setTimeout(abort, stallMs);
      };
      request.upload.onprogress = ({ loaded }) => {
        moved();
        onProgress(from + loaded);
      };
      request.onerror = () => end({ kind: 'later' });
      request.onload = () =>
        end(request.status === 204 ? { kind: 'sent' } : refusedBy(request.status, request.responseText));
      signal.addEventListener('abort', abort, { once: true });
      request.open('PATCH', address);
      for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
      request.setRequestHeader('upload-offset', String(from));
      request.setRequestHeader('content-type', 'application/offset+octet-stream');
      moved();
      request.send(blob.slice(from, from + pieceBytes));
    });
  }
  async function add(from: number): Promise<UploadOutcome> {
    for (let at = from; at < blob.size; at += pieceBytes) {
      const outcome = await addPiece(at);
      if (outcome.kind !== 'sent') return outcome;
    }
    return { kind: 'sent' };
  }

  try {
    const from = await begin();
    if (typeof from !== 'number') return from;
    onProgress(from);
    return from === blob.size ? { kind: 'sent' } : await add(from);
  } catch {
    return { kind: 'later' }; // no network, or called off
  }
}

/** Tells the relay to forget what it has of a file. It forgets by itself in a day, so nothing hangs on it. */
export async function forgetHalf({ relay, own, id }: Pick<UploadParts, 'relay' | 'own' | 'id'>): Promise<void> {
  const headers = { authorization: customerAuthorization(own.id, own.secret), 'tus-resumable': '1.0.0' };
  await fetch(`${relay}${uploadsPath}/${id}`, { method: 'DELETE', headers, keepalive: true }).catch(() => undefined);
}
