/** What this browser keeps of one portal, over reloads and restarts. */
export type Saved = {
  read<T>(key: string): T | null;
  write(key: string, value: unknown): void;
  drop(key: string): void;
  keys(prefix: string): string[];
};

/**
 * Keeps values under `sportello/<portal>/…`. What the storage will not take (private windows, full disks, frames of
 * other sites) is kept in memory, so that it works at least as long as the page is open.
 */
export function createSaved(storage: Storage | null, portal: string): Saved {
  const memory = new Map<string, string>();
  const place = (key: string): string => `sportello/${portal}/${key}`;

  return {
    read: <T>(key: string): T | null => {
      const text = memory.get(place(key)) ?? storage?.getItem(place(key)) ?? null;
      try {
        return text === null ? null : (JSON.parse(text) as T);
      } catch {
        return null; // somebody else's, or damaged: as if it were not there
      }
    },
    write: (key, value) => {
      const text = JSON.stringify(value);
      try {
        if (storage === null) throw new Error('no storage');
        storage.setItem(place(key), text);
        memory.delete(place(key));
      } catch {
        memory.set(place(key), text);
      }
    },
    drop: (key) => {
      memory.delete(place(key));
      storage?.removeItem(place(key));
    },
    keys: (prefix) => {
      const stored = Array.from({ length: storage?.length ?? 0 }, (_, at) => storage?.key(at) ?? '');
      return [...new Set([...stored, ...memory.keys()])]
        .filter((key) => key.startsWith(place(prefix)))
        .map((key) => key.slice(place('').length))
        .sort();
    },
  };
}

/** The browser's storage, or null where it lets the page have none. */
export function openStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // a frame of another site, in a browser that blocks its storage
  }
}
