import type { KeptFile, FileStore } from './file-store.ts';
import { openFileStore } from './file-store.ts';
import type { Own } from './resume.ts';
import { forgetHalf, upload } from './upload.ts';

// What sends files. Loaded when the customer first chooses one, or comes back to one that was not sent yet.

const againAfterMs = 3_000;

/** A file on its way: what was chosen, how far it has got, and whether it is its turn and there is a network. */
export type QueuedFile = KeptFile & { sent: number; isMoving: boolean; isWhole: boolean };
const untouched = { sent: 0, isMoving: false, isWhole: false };

export type FileQueueParts = {
  relay: string;
  portal: string;
  own: Own;
  onChanged: () => void;
  /** A file's bytes move: nothing else has changed. */
  onProgress: (file: QueuedFile) => void;
};
export type FileQueue = Awaited<ReturnType<typeof openFileQueue>>;

/** Only one window of a request sends a file at a time, where the browser can tell them apart. */
const alone = async (id: string, work: () => Promise<boolean>): Promise<boolean> => {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(`sportello file ${id}`, { ifAvailable: true }, async (lock) =>
    lock === null ? false : work(),
  );
};

/** Sends the files of a request one after the other, each until the relay has it or won't have it, over reloads too. */
export async function openFileQueue({ relay, portal, own, onChanged, onProgress }: FileQueueParts) {
  const store: FileStore = await openFileStore();
  const kept = await store.all();
  const entries: QueuedFile[] = kept
    .filter((file) => file.portal === portal && file.request === own.id)
    .map((file) => ({ ...file, ...untouched }));
  let sending = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: { id: string; stop: AbortController } | null = null;

  const find = (id: string): QueuedFile | undefined => entries.find((entry) => entry.id === id);
  function take(entry: QueuedFile): void {
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
    void store.drop(entry.id);
  }
  async function keep(entry: QueuedFile): Promise<void> {
    const { sent: _sent, isMoving: _moving, isWhole: _whole, ...file } = entry;
    await store.put(file);
  }

  /** Sends one file; answers whether the next may follow. */
  async function send(entry: QueuedFile): Promise<boolean> {
    const stop = new AbortController();
    under = { id: entry.id, stop };
    const outcome = await upload({
      relay,
      own,
      id: entry.id,
      name: entry.name,
      blob: entry.blob,
      onProgress: (sent) => {
        Object.assign(entry, { sent, isMoving: true });
        onProgress(entry);
      },
      signal: stop.signal,
    });
    under = null;
    entry.isMoving = false;
    // Called off, or its line was here before its answer.
    if (!entries.includes(entry)) return true;
    if (outcome.kind === 'later') {
      onProgress(entry);
      return false;
    }
    if (outcome.kind === 'refused') {
      entry.refusal = outcome.refusal;
      await keep(entry);
    } else {
      entry.isWhole = true;
      await store.drop(entry.id);
    }
    onChanged();
    return true;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (sending || ended) return;
    sending = true;
    const next = (): QueuedFile | undefined => entries.find(({ refusal, isWhole }) => refusal === null && !isWhole);
    for (let entry = next(); entry !== undefined && !ended; entry = next()) {
      const current = entry;
      if (await alone(current.id, () => send(current))) continue;
      timer = setTimeout(() => void flush(), againAfterMs);
      break;
    }
    sending = false;
  }

  return {
    entries: (): readonly QueuedFile[] => entries,
    add: async (files: readonly KeptFile[]): Promise<void> => {
      for (const file of files) {
        const entry: QueuedFile = { ...file, ...untouched };
        entries.push(entry);
        onChanged();
        Object.assign(entry, { blob: (await store.put(file)).blob });
      }
      void flush();
    },
    /** Takes over what was chosen in the form before there was a request. */
    adopt: async (): Promise<void> => {
      const chosen = (await store.all()).filter((file) => file.portal === portal && file.request === null);
      for (const file of chosen) {
        const mine = { ...file, request: own.id };
        entries.push({ ...mine, ...untouched });
        await store.put(mine);
      }
      if (chosen.length > 0) onChanged();
      void flush();
    },
    /** There is a connection. */
    flush: (): void => void flush(),
    /** The log holds these. */
    seen: (ids: ReadonlySet<string>): void => entries.filter(({ id }) => ids.has(id)).forEach(take),
    cancel: (id: string): void => {
      const entry = find(id);
      if (entry === undefined) return;
      take(entry);
      if (under?.id === id) under.stop.abort();
      void forgetHalf({ relay, own, id });
      onChanged();
    },
    /** What was not sent goes along to the request that carries this one on. */
    moveTo: async (request: number): Promise<void> => {
      under?.stop.abort();
      for (const entry of [...entries]) {
        if (!entry.isWhole) await keep({ ...entry, request, refusal: null });
      }
    },
    isEmpty: (): boolean => entries.length === 0,
    end: (): void => {
      ended = true;
      clearTimeout(timer);
      under?.stop.abort();
    },
  };
}
