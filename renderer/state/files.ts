import { create } from 'zustand';
import type { TranscriptFormat } from '../../preload/files-contract.ts';
import type { MessageId, RequestId } from '../../protocol/ids.ts';
import type { FileRef } from '../../protocol/model.ts';
import { bridge } from '../bridge.ts';
import { isOk } from './refusals.ts';
import { translator } from './translator.ts';

type FilesState = {
  /** Bytes of files of mine that have gone out, by file. */
  sent: ReadonlyMap<MessageId, number>;
  /** Under what name files were saved since the page was opened. */
  saved: ReadonlyMap<MessageId, string>;
  /** Files that are being saved. */
  saving: ReadonlySet<MessageId>;
};

/** What happens to files on this machine; what there is of them on the relay stands in the conversation. */
export const useFiles = create<FilesState>(() => ({ sent: new Map(), saved: new Map(), saving: new Set() }));

/** So many bytes of a file have gone out. */
export const fileProgressed = ({ id, sent }: { id: MessageId; sent: number }): void =>
  useFiles.setState((state) => ({ sent: new Map(state.sent).set(id, sent) }));

/** Asks the person for files and sends them. */
export async function uploadFiles(id: RequestId): Promise<void> {
  isOk(await bridge.call('file.upload', { id }), id);
}

/** What a picture is called that was never a file: when it was pasted. */
function nameOfPasted(file: File): string {
  if (file.name !== '' && file.name !== 'image.png') return file.name;
  const extension = /^image\/([a-z]+)/.exec(file.type)?.[1] ?? 'png';
  const { t, dateTime } = translator();
  return `${t('files.pasted')} ${dateTime(Date.now())}.${extension}`.replaceAll(':', '.');
}

/** Sends files that were dropped or pasted; of those on no disk their bytes. */
export async function sendFiles(id: RequestId, files: readonly File[]): Promise<void> {
  for (const file of await bridge.drop(id, files)) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!isOk(await bridge.call('file.paste', { id, name: nameOfPasted(file), bytes }), id)) return;
  }
}

export const cancelFile = (id: MessageId): void => void bridge.call('file.cancel', { id });
export const retryFile = (id: MessageId): void => void bridge.call('file.retry', { id });

/** Saves a file to the downloads (`save`), or shows it there in its folder (`open`). */
export async function fetchFile(how: 'save' | 'open', id: MessageId, name: string, request: RequestId): Promise<void> {
  useFiles.setState(({ saving }) => ({ saving: new Set(saving).add(id) }));
  const answer = await bridge.call(how === 'save' ? 'file.save' : 'file.open', { id, name });
  useFiles.setState((state) => ({
    saving: new Set([...state.saving].filter((other) => other !== id)),
    saved: answer.ok ? new Map(state.saved).set(id, answer.value.name) : state.saved,
  }));
  isOk(answer, request);
}

/** The bytes of an image that are on screen, or were a moment ago: the newest few. */
const images = new Map<MessageId, Promise<Uint8Array<ArrayBuffer> | null>>();
const mostImages = 12;

/** An image's bytes, or null if they can't be had now. */
export function readImage(id: MessageId, { size }: Pick<FileRef, 'size'>): Promise<Uint8Array<ArrayBuffer> | null> {
  const known = images.get(id);
  const reading =
    known ?? bridge.call('file.preview', { id, size }).then((answer) => (answer.ok ? answer.value : null));
  images.delete(id);
  images.set(id, reading);
  // What failed is asked for again next time: the connection may be back.
  void reading.then((bytes) => bytes === null && images.delete(id));
  for (const oldest of images.keys()) if (images.size > mostImages) images.delete(oldest);
  return reading;
}

export async function copyTranscript(id: RequestId): Promise<void> {
  isOk(await bridge.call('transcript.copy', { id }), id);
}
export async function exportTranscript(id: RequestId, format: TranscriptFormat): Promise<void> {
  isOk(await bridge.call('transcript.export', { id, format }), id);
}
