import type { FileHandle } from 'node:fs/promises';

/** A file's bytes to look at. */
export type Bytes = {
  size: number;
  /** At most so many bytes from there; fewer at the end. */
  read: (at: number, length: number) => Promise<Buffer>;
};

/** The bytes of an open file. */
export const bytesOf = (file: FileHandle, size: number): Bytes => ({
  size,
  read: async (at, length) => {
    const wanted = Math.max(0, Math.min(length, size - at));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, at);
    return buffer.subarray(0, bytesRead);
  },
});
