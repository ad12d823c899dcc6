import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { openBlobs } from '../files/blobs.ts';

/**
 * Copies the bytes of files, by their hashes, from one folder of blobs to another; what is there already stays. On disk
 * when it resolves, with the hashes that were not to be found.
 */
export async function copyBlobs(hashes: readonly string[], from: string, to: string): Promise<string[]> {
  if (hashes.length === 0) return [];
  const [source, target] = [openBlobs(from), openBlobs(to)];
  const missing: string[] = [];
  for (const hash of hashes) {
    const file = target.pathOf(hash);
    if (existsSync(file)) continue;
    if (!existsSync(source.pathOf(hash))) {
      missing.push(hash);
      continue;
    }
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const part = `${file}.part`;
    await copyFile(source.pathOf(hash), part, constants.COPYFILE_FICLONE);
    await chmod(part, 0o600);
    await using handle = await open(part);
    await handle.sync();
    await rename(part, file);
  }
  return missing;
}
