import path from 'node:path';
import { dialog, type BrowserWindow } from 'electron/main';
import type { Translator } from '../i18n/translate.ts';
import type { EventName, EventPayload } from '../preload/contract.ts';
import type { TranscriptFormat } from '../preload/files-contract.ts';
import { ok, type Result } from '../protocol/errors.ts';
import { extensionsFor } from '../protocol/files.ts';
import type { MessageId, RequestId } from '../protocol/ids.ts';
import type { Log } from './log.ts';
import { createDownloads } from './relay/downloads.ts';
import type { Target } from './relay/file-upload.ts';
import { openSpool } from './relay/spool.ts';
import { createUploadQueue, type Chosen } from './relay/uploads.ts';
import type { Storage } from './storage/storage.ts';
import { printPage } from './transcripts/print.ts';
import { createTranscripts } from './transcripts/transcripts.ts';

export type FilesParts = {
  storage: Storage;
  folders: { data: string; downloads: () => string };
  target: () => Target | null;
  clock: () => number;
  newId: () => string;
  log: Log;
  translator: () => Translator;
  window: () => BrowserWindow | null;
  send: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  /** The files on their way of a request are others now. */
  onChanged: (id: RequestId) => void;
  copy: (text: string) => Promise<void>;
  /** Shows a file in its folder. */
  showInFolder: (file: string) => void;
};
export type Files = ReturnType<typeof openFiles>;
type Nothing = Record<string, never>;
const done = ok({} as Nothing);
const chosen = (file: string): Chosen => ({ path: file, name: path.basename(file), spooled: false });

/** Files and transcripts as pages ask for them, on this machine. */
export function openFiles(parts: FilesParts) {
  const { storage, folders, target, log, translator, window, send, showInFolder } = parts;
  const queue = createUploadQueue({
    storage,
    spool: openSpool(path.join(folders.data, 'spool')),
    target,
    clock: parts.clock,
    newId: parts.newId,
    onProgress: (id, sent) => send('file.progressed', { id, sent }),
    onChanged: parts.onChanged,
    onError: (error) => log.error('uploads', error),
  });
  const downloads = createDownloads({ target, folder: folders.downloads, platform: process.platform });
  const transcripts = createTranscripts({
    storage,
    translator,
    copy: parts.copy,
    askWhere: async (name, extension) => {
      const options = {
        defaultPath: `${name}.${extension}`,
        filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      };
      const owner = window();
      const answer = await (owner === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(owner, options));
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
    print: printPage,
  });
  /** Where what was saved since the console began lies. */
  const saved = new Map<MessageId, string>();

  async function save(id: MessageId, name: string): Promise<Result<{ name: string }>> {
    const answer = await downloads.save(id, name);
    if (!answer.ok) return answer;
    saved.set(id, answer.value);
    return ok({ name: path.basename(answer.value) });
  }

  return {
    queue,
    upload: async (id: RequestId): Promise<Result<Nothing>> => {
      const filters = [{ name: translator().t('files.kinds'), extensions: [...extensionsFor({ kind: 'technician' })] }];
      const options = { properties: ['openFile' as const, 'multiSelections' as const], filters };
      const owner = window();
      const answer = await (owner === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(owner, options));
      if (answer.filePaths.length > 0) await queue.add(id, answer.filePaths.map(chosen));
      return done;
    },
    drop: async (id: RequestId, paths: readonly string[]): Promise<Result<Nothing>> => {
      await queue.add(id, paths.map(chosen));
      return done;
    },
    paste: async (id: RequestId, name: string, bytes: Uint8Array): Promise<Result<Nothing>> => {
      await queue.addBytes(id, name, bytes);
      return done;
    },
    save,
    open: async (id: MessageId, name: string): Promise<Result<{ name: string }>> => {
      const before = saved.get(id);
      const answer = before === undefined ? await save(id, name) : ok({ name: path.basename(before) });
      if (answer.ok) showInFolder(saved.get(id) as string);
      return answer;
    },
    preview: (id: MessageId, size: number): Promise<Result<Uint8Array<ArrayBuffer>>> => downloads.read(id, size),
    copyTranscript: (id: RequestId): Promise<Result<Nothing>> => transcripts.copy(id),
    exportTranscript: (id: RequestId, format: TranscriptFormat): Promise<Result<Nothing>> =>
      transcripts.export(id, format),
  };
}
