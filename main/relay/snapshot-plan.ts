import type { Scope } from '../../protocol/technicians.ts';
import type { SnapshotPlace } from '../storage/progress.ts';

const stages = ['directory', 'open', 'closed'] as const;

/**
 * The snapshot that a new scope needs: rows that were out of sight lie before the cursor, so the stream does not bring
 * them. One that was broken off by the change starts over: what is there already costs little.
 */
export function planSnapshot(
  before: Scope | null,
  scope: Scope,
  unfinished: SnapshotPlace | null,
): SnapshotPlace | null {
  const start = { stage: 'directory', after: null } as const;
  const everything: SnapshotPlace = { ...start, companies: scope.companies, unassignedOnly: false };
  if (before === null || unfinished !== null) return everything;
  const gained = scope.companies.filter((id) => !before.companies.includes(id));
  const gainsUnassigned = scope.available && !before.available;
  if (gained.length > 0) return gainsUnassigned ? everything : { ...everything, companies: gained };
  return gainsUnassigned ? { ...everything, unassignedOnly: true } : null;
}

/** Where to go on after a page whose `next` this was; null if that was the last. */
export function nextPlace(place: SnapshotPlace, next: string | null): SnapshotPlace | null {
  if (next !== null) return { ...place, after: next };
  const stage = stages[stages.indexOf(place.stage) + 1];
  // Only open requests can be unassigned.
  return stage === undefined || (stage === 'closed' && place.unassignedOnly) ? null : { ...place, stage, after: null };
}

/** How much of the history is here, of 0..1, by the request number where it began; null until that is known. */
export function placeProgress({ stage, after }: SnapshotPlace, newest: number | null): number | null {
  if (stage !== 'closed' || after === null || newest === null) return null;
  return Math.min(1, Math.max(0, 1 - Number.parseInt(after, 10) / newest));
}
