import type { CompanyId, RequestId } from '../../protocol/ids.ts';
import type { Statements } from './statements.ts';

/** Pages of an index that one step of `scrub` goes through: a few milliseconds of work. */
const scrubPages = 300;
const searches = ['messages_search', 'requests_search'] as const;

/** Takes out of the cache what the technician may not see any more, from search and from the file's free pages too. */
export function createRemoval(cache: Statements) {
  /** Removes what belongs to a request up to a position; without one, everything. */
  function remove(id: RequestId, upTo: number): void {
    cache.run(
      'DELETE FROM messages_search WHERE rowid IN (SELECT position FROM messages WHERE request_id = ? AND position <= ?)',
      id,
      upTo,
    );
    cache.run('DELETE FROM messages WHERE request_id = ? AND position <= ?', id, upTo);
    cache.run('DELETE FROM cursors WHERE request_id = ? AND position <= ?', id, upTo);
    cache.run('DELETE FROM files WHERE request_id = ? AND position <= ?', id, upTo);
    cache.run('DELETE FROM early_activities WHERE request_id = ? AND position <= ?', id, upTo);
    cache.run('DELETE FROM screen_shares WHERE request_id = ? AND position <= ?', id, upTo);
    cache.run('DELETE FROM requests_search WHERE rowid = ?', id);
    cache.run('DELETE FROM requests WHERE id = ?', id);
  }

  return {
    /** The request left sight at this position. Answers false if it came back later, or was not here. */
    withdraw: (id: RequestId, position: number): boolean => {
      cache.run(
        `INSERT INTO gone (request_id, position) VALUES (?, ?)
         ON CONFLICT (request_id) DO UPDATE SET position = max(position, excluded.position)`,
        id,
        position,
      );
      const here = cache.one('SELECT position FROM requests WHERE id = ?', id);
      if (here !== undefined && Number(here['position']) > position) return false;
      remove(id, position);
      return here !== undefined;
    },

    /** Deletes at most `limit` requests that are out of scope; answers whether there may be more. */
    keepOnly: (companies: readonly CompanyId[], available: boolean, limit: number): boolean =>
      cache.transaction(() => {
        const kept = JSON.stringify(companies);
        const lost = cache.many(
          `SELECT id, company_id FROM requests
            WHERE company_id NOT IN (SELECT value FROM json_each(?)) OR (status = 0 AND NOT ?) LIMIT ?`,
          kept,
          Number(available),
          limit,
        );
        for (const row of lost) remove(row['id'] as RequestId, Number.MAX_SAFE_INTEGER);
        cache.run('DELETE FROM companies WHERE id NOT IN (SELECT value FROM json_each(?))', kept);
        cache.run("DELETE FROM notices WHERE doc ->> 'companyId' NOT IN (SELECT value FROM json_each(?))", kept);
        // What went away under the scope before may be sent again under this one, at the position it left at.
        cache.run('DELETE FROM gone');
        // Rewriting the indexes is for access taken away; somebody who steps away from the desk may see it all again soon.
        const isAccessLost = lost.some((row) => !companies.includes(row['company_id'] as CompanyId));
        if (isAccessLost) cache.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('unscrubbed', 'begin')");
        return lost.length === limit;
      }),

    /**
     * One step of rewriting the search indexes, in which deleted words stay until their part of the index is merged;
     * the last one writes the file anew, which takes seconds with a large cache. Answers whether more are needed.
     */
    scrub: (): boolean => {
      const stage = cache.one("SELECT value FROM meta WHERE key = 'unscrubbed'")?.['value'];
      if (stage === undefined) return false;
      const before = cache.totalChanges();
      // A negative number begins a merge of everything into one segment, a positive one goes on with it (FTS5, 6.8).
      for (const table of searches) {
        const pages = stage === 'begin' ? -scrubPages : scrubPages;
        cache.run(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`, pages);
      }
      // Each statement counts as one change; without more there was nothing left to merge.
      if (stage === 'begin') {
        cache.run("UPDATE meta SET value = 'going-on' WHERE key = 'unscrubbed'");
        return true;
      }
      if (cache.totalChanges() - before > searches.length) return true;
      // Overwriting deleted content (secure_delete) misses what moved when pages were joined: only a whole new file has none.
      cache.exec('VACUUM');
      cache.run("DELETE FROM meta WHERE key = 'unscrubbed'");
      cache.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return false;
    },
  };
}
