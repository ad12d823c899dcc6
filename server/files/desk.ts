import { existsSync, mkdirSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileStore } from '@tus/file-store';
import { z } from 'zod';
import { MessageId, RequestId, TechnicianId } from '../../protocol/ids.ts';

/** An upload that has begun, as it lies on the desk: by whom, for which request, under what name, of how many bytes. */
const Owner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('technician'), id: TechnicianId }),
  z.object({ kind: z.literal('customer'), request: RequestId }),
]);
const OpenUpload = z.object({
  id: MessageId,
  requestId: RequestId,
  owner: Owner,
  name: z.string(),
  size: z.int().positive(),
});
export type OpenUpload = z.infer<typeof OpenUpload>;

/** What tus keeps beside an upload's bytes: texts only, so ours is one of JSON. */
export const kept = (upload: OpenUpload): Record<string, string> => ({ upload: JSON.stringify(upload) });

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** The uploads that are under way, in a folder of tus's own making: half files, each with what was said of it. */
export async function openDesk(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new FileStore({ directory: folder });
  const open = new Map<MessageId, OpenUpload>();

  async function discard(id: MessageId): Promise<void> {
    open.delete(id);
    // The bytes may be gone already; what was said of them goes all the same.
    await files.remove(id).catch(() => rm(path.join(folder, `${id}.json`), { force: true }));
  }
  async function readKept(id: string): Promise<OpenUpload | null> {
    try {
      const info = await files.configstore.get(id);
      return OpenUpload.parse(JSON.parse(info?.metadata?.['upload'] ?? ''));
    } catch {
      return null; // half written, by a relay that was killed
    }
  }
  for (const id of (await files.configstore.list?.()) ?? []) {
    const upload = await readKept(id);
    if (upload === null) await discard(id as MessageId);
    else open.set(upload.id, upload);
  }
  const pathOf = (id: MessageId): string => path.join(folder, id);

  return {
    files,
    pathOf,
    begin: (upload: OpenUpload): void => void open.set(upload.id, upload),
    /** Whether an upload has begun under this id; one whose making failed has not. */
    has: (id: MessageId): boolean => open.has(id) && existsSync(pathOf(id)),
    find: (id: string): OpenUpload | null => open.get(id as MessageId) ?? null,
    all: (): OpenUpload[] => [...open.values()],
    /** Bytes that a request's uploads will have when they are whole. */
    expected: (request: RequestId): number =>
      [...open.values()].reduce((sum, { requestId, size }) => sum + (requestId === request ? size : 0), 0),
    /** Whether all bytes are here. */
    isWhole: async ({ id, size }: OpenUpload): Promise<boolean> =>
      (await stat(pathOf(id)).catch(() => null))?.size === size,
    discard,
    /** Throws away what nobody has added to since an instant. */
    tidy: async (before: number): Promise<void> => {
      for (const { id } of [...open.values()]) {
        const touched = (await stat(pathOf(id)).catch(() => null))?.mtimeMs ?? 0;
        if (touched < before) await discard(id);
      }
    },
  };
}
