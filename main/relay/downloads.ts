import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ok, refuse, Refusal, type Result } from '../../protocol/errors.ts';
import { filePath, technicianAuthorization } from '../../protocol/files.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { Target } from './file-upload.ts';

const answerWithinMs = 30_000;

export type DownloadParts = {
  target: () => Target | null;
  /** The person's folder for downloads. */
  folder: () => string;
  platform: NodeJS.Platform;
};

/** The file's own name, or that with a number, as browsers do it: nothing there is ever overwritten. */
async function reserve(folder: string, name: string): Promise<string> {
  const { name: base, ext } = path.parse(path.basename(name));
  for (let n = 0; ; n += 1) {
    const file = path.join(folder, n === 0 ? `${base}${ext}` : `${base} (${n})${ext}`);
    try {
      await (await open(file, 'wx', 0o600)).close();
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Windows asks before it opens what came from elsewhere, if it is told where from: zone 3 is the internet. */
const markAsForeign = (file: string): Promise<void> =>
  writeFile(`${file}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n');

/** Fetches files from the relay: onto the disk, or into memory to be shown. Nothing is ever opened with a program. */
export function createDownloads({ target, folder, platform }: DownloadParts) {
  async function ask(id: MessageId): Promise<Result<Response>> {
    const from = target();
    if (from === null) return refuse('offline');
    // Only for the answer to begin: how long the bytes take is the network's business.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), answerWithinMs);
    try {
      const response = await fetch(`${from.relay}${filePath(id)}`, {
        headers: { authorization: technicianAuthorization(from.token) },
        signal: patience.signal,
      });
      if (response.ok) return ok(response);
      const refusal = Refusal.safeParse(await response.json());
      return refusal.success ? refusal.data : refuse('relay-not-reachable');
    } catch {
      return refuse('offline'); // no connection, no time, or no answer of ours
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /** Saves it to the downloads under its own name; answers where. `download-failed`: there was no room, or the way broke. */
    save: async (id: MessageId, name: string): Promise<Result<string>> => {
      const answer = await ask(id);
      if (!answer.ok) return answer;
      let part: string | null = null;
      try {
        await mkdir(folder(), { recursive: true });
        const file = await reserve(folder(), name);
        part = `${file}.part`;
        const body = answer.value.body;
        if (body === null) throw new Error('no bytes');
        await pipeline(Readable.fromWeb(body as never), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
        await rename(part, file);
        if (platform === 'win32') await markAsForeign(file);
        return ok(file);
      } catch {
        if (part !== null) for (const left of [part, part.slice(0, -'.part'.length)]) await rm(left, { force: true });
        return refuse('download-failed');
      }
    },
    /** Its bytes, for the page to draw; only as many as were announced. */
    read: async (id: MessageId, size: number): Promise<Result<Uint8Array<ArrayBuffer>>> => {
      const answer = await ask(id);
      if (!answer.ok) return answer;
      try {
        const bytes = new Uint8Array(await answer.value.arrayBuffer());
        return bytes.length === size ? ok(bytes) : refuse('download-failed');
      } catch {
        return refuse('download-failed');
      }
    },
  };
}
