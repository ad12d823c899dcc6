import type { CompanyId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { Statements } from './statements.ts';

/** How far the cache is a copy of what the relay holds for this technician. */
export type Progress = {
  /** Everything visible up to here is in the cache, but for what the snapshot under way still brings. */
  cursor: number;
  scope: Scope | null;
  /** A snapshot under way: stage and page to go on with; null if complete. */
  snapshot: SnapshotPlace | null;
};
export type SnapshotPlace = {
  stage: 'directory' | 'open' | 'closed';
  companies: CompanyId[];
  unassignedOnly: boolean;
  after: string | null;
};
/**
 * Where entries stand in what the relay tells: a stretch of the stream, or a page of a snapshot. They count only in a
 * cache that has come to where they begin, so pages may be handed over before it is known what became of those before.
 */
export type Step =
  { kind: 'stream'; from: number; to: number } | { kind: 'snapshot'; at: SnapshotPlace; next: SnapshotPlace | null };
/** Goes a step on; answers whether the cache has come to where it begins. Belongs into the transaction that writes the entries. */
export type Take = (step: Step) => boolean;

/** What `cache.db` knows of itself, by name. */
export type Meta = { readMeta: (key: string) => string | null; writeMeta: (key: string, value: string) => void };

/** What `cache.db` knows of itself, and how far it has come. */
export function createProgress(cache: Statements) {
  const readMeta = (key: string): string | null =>
    (cache.one('SELECT value FROM meta WHERE key = ?', key)?.['value'] as string | undefined) ?? null;
  const writeMeta = (key: string, value: string): void =>
    void cache.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
  const cursor = (): number => Number(readMeta('cursor') ?? 0);
  function readProgress(): Progress {
    const stored = JSON.parse(readMeta('progress') ?? '{"scope":null,"snapshot":null}') as Omit<Progress, 'cursor'>;
    return { ...stored, cursor: cursor() };
  }
  const writeProgress = ({ scope, snapshot }: Omit<Progress, 'cursor'>): void =>
    writeMeta('progress', JSON.stringify({ scope, snapshot }));

  const take: Take = (step) => {
    if (step.kind === 'stream') {
      const before = cursor();
      // Never back.
      if (step.from <= before && step.to > before) writeMeta('cursor', String(step.to));
      return step.from <= before;
    }
    const { scope, snapshot } = readProgress();
    if (JSON.stringify(snapshot) !== JSON.stringify(step.at)) return false;
    writeProgress({ scope, snapshot: step.next });
    return true;
  };

  return {
    readMeta,
    writeMeta,
    readProgress,
    writeProgress,
    /** Sets the cursor where the first snapshot begins. */
    startCursor: (position: number): void => writeMeta('cursor', String(position)),
    take,
  };
}
