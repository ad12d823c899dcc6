import { chmodSync, mkdirSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Spool = ReturnType<typeof openSpool>;

/** A private folder for what was pasted, until the relay has it: it lives through a crash. */
export function openSpool(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const pathOf = (id: string): string => path.join(folder, id);
  return {
    /** Puts bytes down; answers where they are. */
    put: async (id: string, bytes: Uint8Array): Promise<string> => {
      await writeFile(pathOf(id), bytes, { mode: 0o600 });
      return pathOf(id);
    },
    remove: (id: string): Promise<void> => rm(pathOf(id), { force: true }),
    /** Deletes what nobody will ask for. */
    tidy: async (kept: ReadonlySet<string>): Promise<void> => {
      for (const name of await readdir(folder)) if (!kept.has(name)) await rm(path.join(folder, name));
    },
  };
}
