import type { Refusal } from '../protocol/errors.ts';

/** A file that the customer has chosen, as this browser keeps it until the relay has it. */
export type KeptFile = {
  id: string;
  portal: string;
  /** Null: chosen in the form, for the request that it will make. */
  request: number | null;
  at: number;
  name: string;
  size: number;
  blob: Blob;
  refusal: Refusal | null;
};

export type FileStore = {
  all: () => Promise<KeptFile[]>;
  /** Answers the file as it is kept: its bytes are the store's own, whatever becomes of the file they came from. */
  put: (file: KeptFile) => Promise<KeptFile>;
  drop: (id: string) => Promise<void>;
};

const table = 'files';

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('sportello', 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(table, { keyPath: 'id' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('no database'));
  });

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not stored'));
  });

/**
 * Keeps files over reloads, bytes and all: a page cannot open a file again by itself. What the browser will not store
 * (private windows, full disks) is kept in memory, so that it works at least as long as the page is open.
 */
export async function openFileStore(): Promise<FileStore> {
  const memory = new Map<string, KeptFile>();
  const database = await open().catch(() => null);
  const files = (mode: IDBTransactionMode): IDBObjectStore | null =>
    database?.transaction(table, mode).objectStore(table) ?? null;

  return {
    all: async () => {
      const stored = files('readonly')?.getAll() as IDBRequest<KeptFile[]> | undefined;
      const kept = stored === undefined ? [] : await asked(stored).catch(() => []);
      return [...kept.filter(({ id }) => !memory.has(id)), ...memory.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    put: async (file) => {
      try {
        const store = files('readwrite');
        if (store === null) throw new Error('no database');
        await asked(store.put(file));
        memory.delete(file.id);
        const kept = files('readonly')?.get(file.id) as IDBRequest<KeptFile> | undefined;
        return kept === undefined ? file : await asked(kept);
      } catch {
        memory.set(file.id, file);
        return file;
      }
    },
    drop: async (id) => {
      memory.delete(id);
      const store = files('readwrite');
      if (store !== null) await asked(store.delete(id)).catch(() => undefined);
    },
  };
}
