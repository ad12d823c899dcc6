import { statuses, type Status } from '../../protocol/lifecycle.ts';
import type { Statements } from './statements.ts';

/** Counts the rows by status, from the index alone. */
export const countQuery = 'SELECT status, count(*) AS n FROM requests GROUP BY status';

export type StatusCounts = ReturnType<typeof createStatusCounts>;

/** How many requests there are by status: counted once, then kept by what changes, for it is asked with every change. */
export function createStatusCounts(cache: Statements) {
  let known: Record<Status, number> | null = null;
  const at = (index: number): Status => statuses[index] ?? 'new';

  function count(): Record<Status, number> {
    const counts = { new: 0, active: 0, completed: 0 };
    for (const row of cache.many(countQuery)) counts[at(Number(row['status']))] = Number(row['n']);
    return counts;
  }
  return {
    read: (): Readonly<Record<Status, number>> => (known ??= count()),
    /** A request is under another status (by its number) than before; null: it was not here. */
    moved: (before: number | null, now: number): void => {
      if (known === null || before === now) return;
      if (before !== null) known[at(before)] -= 1;
      known[at(now)] += 1;
    },
    /** Requests went, or what was told of them came to nothing. */
    forget: (): void => void (known = null),
  };
}
