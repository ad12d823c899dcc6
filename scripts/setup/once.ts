import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Makes folder `final` by filling one beside it first, so that a broken-off run leaves nothing half made. Does nothing if it is there. */
export async function once(final: string, fill: (folder: string) => void | Promise<void>): Promise<void> {
  if (existsSync(final)) return;
  mkdirSync(path.dirname(final), { recursive: true });
  const work = mkdtempSync(`${final}.`);
  try {
    await fill(work);
    chmodSync(work, 0o755);
    if (!existsSync(final)) renameSync(work, final);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
