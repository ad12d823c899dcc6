import type { Entry } from '../../protocol/entries.ts';
import type { CompanyId, TechnicianId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/model.ts';
import { createApply, type Changes } from './apply.ts';
import { createConversations } from './conversation.ts';
import { createLists } from './lists.ts';
import { openFiles, type OpenOptions } from './open.ts';
import { createOutbox } from './outbox.ts';
import { createStatements } from './statements.ts';

/** How far the cache is a copy of what the relay holds for this technician. */
export type Progress = {
  /** Everything visible up to here is in the cache, once the snapshot is complete. */
  cursor: number;
  scope: Scope | null;
  /** Companies, and whether with unassigned requests, whose rows the cache holds or is being filled with. */
  held: { companies: CompanyId[]; unassigned: boolean };
  /** A snapshot under way: stage and page to go on with; null if complete. */
  snapshot: SnapshotPlace | null;
};
export type SnapshotPlace = {
  stage: 'directory' | 'open' | 'closed';
  companies: CompanyId[];
  unassignedOnly: boolean;
  after: string | null;
};
/** Whose cache this is; another owner's is emptied. */
export type Owner = { relay: string; technicianId: TechnicianId };

const fresh: Progress = { cursor: 0, scope: null, held: { companies: [], unassigned: false }, snapshot: null };

export type Operations = ReturnType<typeof createOperations>;

/** All that the storage thread does, by name. Synchronous: one call at a time. */
export function createOperations(options: OpenOptions) {
  const { cache: cacheDb, pending: pendingDb, cacheSetAside, pendingSetAside } = openFiles(options);
  const cache = createStatements(cacheDb);
  const pending = createStatements(pendingDb);

  const readMeta = (key: string): string | null =>
    (cache.one('SELECT value FROM meta WHERE key = ?', key)?.['value'] as string | undefined) ?? null;
  const writeMeta = (key: string, value: string): void =>
    void cache.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', key, value);
  let owner = JSON.parse(readMeta('owner') ?? 'null') as Owner | null;
  const me = (): TechnicianId | null => owner?.technicianId ?? null;

  const outbox = createOutbox(pending);
  const { apply, keepOnly } = createApply(cache, me);
  const lists = createLists(cache, outbox, me);
  const conversations = createConversations(cache, outbox, me);
  const readProgress = (): Progress => ({
    ...((JSON.parse(readMeta('progress') ?? 'null') as Progress | null) ?? fresh),
    cursor: Number(readMeta('cursor') ?? 0),
  });

  function empty(): void {
    const tables = [
      'companies',
      'technicians',
      'requests',
      'early_activities',
      'messages',
      'cursors',
      'notices',
      'gone',
      'meta',
    ];
    cache.transaction(() => {
      for (const table of tables) cache.run(`DELETE FROM ${table}`);
      cache.run("INSERT INTO messages_search (messages_search) VALUES ('delete-all')");
      cache.run("INSERT INTO requests_search (requests_search) VALUES ('delete-all')");
    });
    cache.exec('VACUUM');
  }

  return {
    ...outbox,
    ...lists,
    ...conversations,
    /** What became of the files at the start. */
    readOpening: () => ({ cacheSetAside, pendingSetAside }),
    /** Says whose data this is from now on; what belongs to somebody else goes first. */
    claim: (next: Owner): void => {
      if (owner?.relay !== next.relay || owner.technicianId !== next.technicianId) {
        if (owner !== null) {
          empty();
          pending.run('DELETE FROM outbox');
          pending.run('DELETE FROM drafts');
        }
        writeMeta('owner', JSON.stringify(next));
      }
      owner = next;
    },
    /** Forgets everything: somebody signed out. */
    forgetAll: (): void => {
      empty();
      pending.run('DELETE FROM outbox');
      pending.run('DELETE FROM drafts');
      pending.exec('VACUUM');
      owner = null;
    },
    readOwner: (): Owner | null => owner,
    readProgress,
    writeProgress: (progress: Omit<Progress, 'cursor'>): void => writeMeta('progress', JSON.stringify(progress)),
    /** Sets the cursor where a snapshot begins. */
    startCursor: (cursor: number): void => writeMeta('cursor', String(cursor)),
    /** Writes a stretch of the stream (or, without a cursor, of a snapshot); settles what it shows to be done. */
    applyEntries: (entries: readonly Entry[], cursor: number | null): Changes => {
      const changes = apply(entries, cursor);
      const own = entries.flatMap((entry) =>
        entry.kind === 'message' && entry.row.author.kind === 'technician' && entry.row.author.id === me()
          ? [entry.row]
          : [],
      );
      for (const { id } of own) pending.run('DELETE FROM outbox WHERE id = ?', id);
      const passed = cursor === null ? [] : outbox.passCursor(cursor);
      return { ...changes, requests: [...new Set([...changes.requests, ...passed])] };
    },
    keepOnly,
    readCompanies: () =>
      cache.many('SELECT id, name FROM companies ORDER BY name COLLATE NOCASE') as { id: CompanyId; name: string }[],
    close: (): void => {
      cacheDb.close();
      pendingDb.close();
    },
  };
}
