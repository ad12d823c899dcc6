import type { ExpertClient } from '../../protocol/expert-client.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { SupportRequest } from '../../protocol/model.ts';
import type { ScreenShare } from '../../protocol/screen-share.ts';
import type { Statements } from './statements.ts';

/** A session with what its placeholders need of the request. */
export type SharedRequest = { share: ScreenShare; request: SupportRequest };

/** Writes a session if it is newer than the one there; answers whether it was. */
export const putScreenShare = (cache: Statements, row: ScreenShare): boolean =>
  cache.run(
    `INSERT INTO screen_shares (id, position, request_id, doc) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc
       WHERE excluded.position > position`,
    row.id,
    row.position,
    row.requestId,
    JSON.stringify(row),
  ) > 0;

/** Writes an entry of the list of expert clients if it is newer than the one there. */
export const putExpertClient = (cache: Statements, row: ExpertClient): void =>
  void cache.run(
    `INSERT INTO expert_clients (id, position, doc) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc
       WHERE excluded.position > position`,
    row.id,
    row.position,
    JSON.stringify(row),
  );

/** The last session of a request; ids grow with time. */
export const latestScreenShareQuery = 'SELECT doc FROM screen_shares WHERE request_id = ? ORDER BY id DESC LIMIT 1';

/** The last session of a request, open or not; null if there was none. */
export function latestScreenShare(cache: Statements, id: RequestId): ScreenShare | null {
  const row = cache.one(latestScreenShareQuery, id);
  return row === undefined ? null : (JSON.parse(String(row['doc'])) as ScreenShare);
}

export const createScreenShares = (cache: Statements) => ({
  /** The last session of a request with the request; null if one of them is not here. */
  readSharedRequest: (id: RequestId): SharedRequest | null => {
    const share = latestScreenShare(cache, id);
    const request = cache.one('SELECT doc FROM requests WHERE id = ?', id);
    if (share === null || request === undefined) return null;
    return { share, request: JSON.parse(String(request['doc'])) as SupportRequest };
  },
  /** What is on the list, by name. */
  readExpertClients: (): ExpertClient[] =>
    cache
      .many('SELECT doc FROM expert_clients')
      .map((row) => JSON.parse(String(row['doc'])) as ExpertClient)
      .filter(({ removed }) => !removed)
      .sort((a, b) => a.name.localeCompare(b.name)),
});
