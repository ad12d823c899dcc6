import type { RequestId } from '../../protocol/ids.ts';
import type { Statements } from './statements.ts';

/** The most that a search answers: requests beyond it are found by typing on. */
const mostRequests = 1_000;
const mostMessages = 3_000;
const marks = { open: '\u2068', close: '\u2069' };

/** Requests that were found, and for those found by their chat the position of the line. */
export type Found = { ids: RequestId[]; lines: Map<RequestId, number> };

const words = (search: string): string[] => search.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words as prefixes, all of which must occur. */
const matchOf = (search: string): string =>
  words(search)
    .map((word) => `"${word}"*`)
    .join(' ');

/** Requests, newest first, whose customer, company or subject, or a line of whose chat, has all words; a bare number finds its request. */
export function search(cache: Statements, text: string): Found {
  const match = matchOf(text);
  const ids = new Set<RequestId>();
  const lines = new Map<RequestId, number>();
  if (match === '') return { ids: [], lines };
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  if (number !== undefined && cache.one('SELECT 1 FROM requests WHERE id = ?', Number(number)) !== undefined)
    ids.add(Number(number) as RequestId);
  const requests = cache.many(
    'SELECT rowid FROM requests_search WHERE requests_search MATCH ? ORDER BY rowid DESC LIMIT ?',
    match,
    mostRequests,
  );
  for (const row of requests) ids.add(row['rowid'] as RequestId);
  const messages = cache.many(
    `SELECT request_id, max(position) AS position FROM messages WHERE position IN
       (SELECT rowid FROM messages_search WHERE messages_search MATCH ? ORDER BY rowid DESC LIMIT ?)
      GROUP BY request_id ORDER BY position DESC LIMIT ?`,
    match,
    mostMessages,
    mostRequests,
  );
  for (const row of messages) {
    const id = row['request_id'] as RequestId;
    if (!ids.has(id)) lines.set(id, Number(row['position']));
    ids.add(id);
  }
  return { ids: [...ids], lines };
}

/** The part of a line around the first word that was searched for, that word marked. */
export function snippetOf(line: string, searched: string): string {
  const flat = line.normalize('NFC').replace(/\s+/g, ' ');
  const plain = (value: string): string => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const found = words(searched)
    .map((word) => ({ word, at: plain(flat).indexOf(plain(word)) }))
    .find(({ at }) => at >= 0);
  if (found === undefined) return flat.slice(0, 120);
  const start = Math.max(0, found.at - 40);
  const end = found.at + found.word.length;
  const before = `${start > 0 ? '…' : ''}${flat.slice(start, found.at)}`;
  return `${before}${marks.open}${flat.slice(found.at, end)}${marks.close}${flat.slice(end, end + 80)}`;
}
