import { statuses, type Status } from '../../protocol/lifecycle.ts';
import type { Meta } from './progress.ts';
import type { Statements } from './statements.ts';

/** Counts the rows by status, from the index alone. */
export const countQuery = 'SELECT status, count(*) AS n FROM requests GROUP BY status';

export type StatusCounts = ReturnType<typeof createStatusCounts>;
type Counts = Record<Status, number>;

const at = (index: number): Status => statuses[index] ?? 'new';

/**
 * How many requests there are by status: counted once, then kept by what changes, and beside the rows for the next
 * start, which has no time to count a hundred thousand.
 */
export function createStatusCounts(cache: Statements, { readMeta, writeMeta }: Meta) {
  let known: Counts | null = null;
  let isKept = true;

  const kept = (): Counts | null => JSON.parse(readMeta('counts') ?? 'null') as Counts | null;
  function count(): Counts {
    const counts = { new: 0, active: 0, completed: 0 };
    for (const row of cache.many(countQuery)) counts[at(Number(row['status']))] = Number(row['n']);
    return counts;
  }
  function drop(): void {
    known = null;
    isKept = true;
  }
  return {
    read: (): Readonly<Counts> => (known ??= kept() ?? count()),
    /** A request is under another status (by its number) than before; null: it was not here, or is not any more. */
    moved: (before: number | null, now: number | null): void => {
      known ??= kept();
      if (known === null || before === now) return;
      if (before !== null) known[at(before)] -= 1;
      if (now !== null) known[at(now)] += 1;
      isKept = false;
    },
    /** Belongs at the end of the transaction that moved requests. */
    keep: (): void => {
      if (!isKept) writeMeta('counts', JSON.stringify(known));
      isKept = true;
    },
    /** What was told came to nothing: the cache is as it was. */
    drop,
    /** Requests go that nobody tells of: they have to be counted again. */
    forget: (): void => {
      drop();
      writeMeta('counts', 'null');
    },
  };
}
