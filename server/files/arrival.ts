import { extensionOf, type FileExtension, kindOfExtension } from '../../protocol/files.ts';
import { refuse, type Result } from '../../protocol/errors.ts';
import type { MessageId, Position } from '../../protocol/ids.ts';
import { addFile, type FileOwner } from '../commands/files.ts';
import type { Store } from '../store/store.ts';
import type { Blobs } from './blobs.ts';
import { inspect } from './content.ts';
import type { Desk, OpenUpload } from './desk.ts';

export type ArrivalParts = {
  store: Store;
  blobs: Blobs;
  desk: Desk;
  wantsScan: boolean;
  clock: () => number;
  newId: () => string;
  /** A file is in a conversation now. */
  onArrived: () => void;
  onOutcome: (name: string, outcome: string, milliseconds: number) => void;
};
export type Arrival = Result<{ position: Position }>;

/**
 * Finishes an upload whose bytes are all here: looks at them, keeps them by their hash, puts the file into the
 * conversation. What is not what it says is thrown away; what only comes at a bad moment (the chat was just ended) stays
 * until its sender tries again or a day has passed.
 */
export function createArrival({ store, blobs, desk, wantsScan, clock, newId, onArrived, onOutcome }: ArrivalParts) {
  const under = new Map<MessageId, Promise<Arrival>>();

  async function finish(upload: OpenUpload): Promise<Arrival> {
    const { id, name, size, owner, requestId } = upload;
    const extension = extensionOf(name) as FileExtension;
    const file = desk.pathOf(id);
    const { hash, fits, image } = await inspect(file, extension);
    if (!fits) {
      await desk.discard(id);
      return refuse('file-content-mismatch', { extension });
    }
    await blobs.add(file, hash);
    const ref = { name, size, kind: kindOfExtension[extension], image };
    const arrived = await store.write((tx) =>
      addFile({ tx, now: clock(), newId }, { id, requestId, owner, ref, hash, wantsScan }),
    );
    if (arrived.ok) {
      await desk.discard(id);
      onArrived();
    }
    return arrived;
  }

  return {
    /** Once at a time for each upload. */
    finish: (upload: OpenUpload): Promise<Arrival> => {
      const running = under.get(upload.id);
      if (running !== undefined) return running;
      const started = performance.now();
      const mine = finish(upload)
        .then((answer) => {
          onOutcome('file.upload', answer.ok ? 'ok' : answer.code, performance.now() - started);
          return answer;
        })
        .finally(() => under.delete(upload.id));
      under.set(upload.id, mine);
      return mine;
    },
    /** Whether this file of this owner is in a conversation already. */
    isDone: async (id: MessageId, owner: FileOwner): Promise<number | null> => {
      const [file, message] = [await store.read.file(id), await store.read.message(id)];
      if (file === null || message === null) return null;
      const isOwn =
        owner.kind === 'technician'
          ? message.author.kind === 'technician' && message.author.id === owner.id
          : message.author.kind === 'customer' && message.requestId === owner.request;
      return isOwn ? file.size : null;
    },
    settled: async (): Promise<void> => void (await Promise.allSettled(under.values())),
  };
}
