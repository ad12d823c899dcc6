import type { Counts } from '../preload/list-contract.ts';
import type { Storage } from './storage/storage.ts';

export type RecountParts = {
  storage: Pick<Storage, 'readCounts' | 'countUnsent'>;
  /** `unsent`: commands that wait for the relay. */
  onCounted: (counts: Counts, unsent: number) => void;
  onError: (error: unknown) => void;
};

/** Counts anew, once at a time, however much changes meanwhile. */
export function createRecount({ storage, onCounted, onError }: RecountParts): () => void {
  let counting = false;
  let again = false;
  return function recount(): void {
    if (counting) {
      again = true;
      return;
    }
    counting = true;
    Promise.all([storage.readCounts(), storage.countUnsent()])
      .then(([counts, unsent]) => onCounted(counts, unsent))
      .catch(onError)
      .finally(() => {
        counting = false;
        if (!again) return;
        again = false;
        recount();
      });
  };
}
