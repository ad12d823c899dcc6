import { existsSync, mkdirSync } from 'node:fs';
import { chmod, link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** Files by the hash of their bytes: what was sent twice is stored once. */
export type Blobs = ReturnType<typeof openBlobs>;

async function sync(what: string): Promise<void> {
  await using handle = await open(what);
  await handle.sync();
}

/** Opens (or makes) the folder; only the owner can read it. */
export function openBlobs(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  /** Folders of their own for the first two digits, since some file systems are slow with very many files in one. */
  const nameOf = (hash: string): string => path.join(hash.slice(0, 2), hash);
  const pathOf = (hash: string): string => path.join(folder, nameOf(hash));

  return {
    folder,
    nameOf,
    pathOf,
    /** Takes a file over, as a second name for it, so that whoever dies on the way dies with both. On disk when it resolves. */
    add: async (from: string, hash: string): Promise<void> => {
      const to = pathOf(hash);
      if (existsSync(to)) return;
      await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
      await sync(from);
      await link(from, to).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error; // two uploads of the same bytes ended together
      });
      await chmod(to, 0o600);
      await sync(path.dirname(to));
    },
    remove: (hash: string): Promise<void> => rm(pathOf(hash), { force: true }),
  };
}
