import { refuse, type Refusal } from '../../protocol/errors.ts';

const megabytes = (bytes: number): number => Math.floor(bytes / 1_048_576);

/** What files may have, in bytes: one, and all of a request together. */
export type FileLimits = { fileBytes: number; requestFileBytes: number };

/** Why a file of this size may not come, or null. `present`: what the request's files have, those on their way included. */
export function sizeObjection(size: number, present: number, limits: FileLimits): Refusal | null {
  if (size === 0) return refuse('file-empty');
  if (size > limits.fileBytes) return refuse('file-too-large', { megabytes: megabytes(limits.fileBytes) });
  if (present + size > limits.requestFileBytes) {
    return refuse('file-quota-reached', { megabytes: megabytes(limits.requestFileBytes) });
  }
  return null;
}
