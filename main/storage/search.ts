import { beginning } from '../../i18n/shorten.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { MessageBody } from '../../protocol/model.ts';
import { bodyOf, wordsOf } from './bodies.ts';
import type { Row, Statements } from './statements.ts';

/** The most that a search answers: requests beyond it are found by typing on. */
const mostRequests = 1_000;
const mostMessages = 3_000;
/** The index has beginnings of up to so many letters; for longer ones it gathers all lines that have them, however many. */
const indexedLetters = 3;
/** So many lines are looked through one by one before that is done, a step at a time. */
const mostCandidates = 4_000;
const candidatesAtOnce = 500;
/** So many found are enough to show. */
const enoughFound = 1_000;
/** With so few found among them the words are rare, and the index gathers all of them quickly. */
const rareBelow = 50;
const marks = { open: '\u2068', close: '\u2069' };

/** Requests that were found, and for those found by their chat the position of the line. */
export type Found = { ids: RequestId[]; lines: Map<RequestId, number> };

const words = (search: string): string[] => search.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words as prefixes, all of which must occur. */
const matchOf = (searched: readonly string[]): string => searched.map((word) => `"${word}"*`).join(' ');

/** As the index sees a text: without marks, in small letters. */
const plain = (value: string): string => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The words of a row of messages. */
export const wordsIn = ({ kind, body }: Row): string =>
  wordsOf(bodyOf(kind as MessageBody['kind'], String(body))) ?? '';

/** Newest lines of the chats, by request the last one, as the index tells. */
const linesByIndex = (cache: Statements, match: string): Row[] =>
  cache.many(
    `SELECT request_id, max(position) AS position FROM messages WHERE position IN
       (SELECT rowid FROM messages_search WHERE messages_search MATCH ? ORDER BY rowid DESC LIMIT ?)
      GROUP BY request_id ORDER BY position DESC LIMIT ?`,
    match,
    mostMessages,
    mostRequests,
  );

/**
 * The same for long words: the newest lines with words that begin like them are looked through, which finds what is
 * common; what is rare among them the index gathers quickly.
 */
function linesByLooking(cache: Statements, searched: readonly string[]): Row[] {
  const begun = matchOf(searched.map((word) => [...word].slice(0, indexedLetters).join('')));
  const wanted = searched.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${plain(word)}`, 'u'));
  const found: Row[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < mostCandidates && found.length < enoughFound; looked += candidatesAtOnce) {
    const candidates = cache.many(
      `SELECT position, request_id, kind, body FROM messages WHERE position IN
         (SELECT rowid FROM messages_search WHERE messages_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)
        ORDER BY position DESC`,
      begun,
      before,
      candidatesAtOnce,
    );
    found.push(
      ...candidates.filter((row) => {
        const line = plain(wordsIn(row));
        return wanted.every((word) => word.test(line));
      }),
    );
    if (candidates.length < candidatesAtOnce) return found;
    before = Number(candidates.at(-1)?.['position']);
  }
  return found.length < rareBelow ? linesByIndex(cache, matchOf(searched)) : found;
}

/** Requests, newest first, whose customer, company or subject, or a line of whose chat, has all words; a bare number finds its request. */
export function search(cache: Statements, text: string): Found {
  const searched = words(text);
  const ids = new Set<RequestId>();
  const lines = new Map<RequestId, number>();
  if (searched.length === 0) return { ids: [], lines };
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  if (number !== undefined && cache.one('SELECT 1 FROM requests WHERE id = ?', Number(number)) !== undefined)
    ids.add(Number(number) as RequestId);
  const requests = cache.many(
    'SELECT rowid FROM requests_search WHERE requests_search MATCH ? ORDER BY rowid DESC LIMIT ?',
    matchOf(searched),
    mostRequests,
  );
  for (const row of requests) ids.add(row['rowid'] as RequestId);
  const isIndexed = searched.every((word) => [...word].length <= indexedLetters);
  const found = isIndexed ? linesByIndex(cache, matchOf(searched)) : linesByLooking(cache, searched);
  for (const row of found) {
    const id = row['request_id'] as RequestId;
    if (!ids.has(id)) lines.set(id, Number(row['position']));
    ids.add(id);
  }
  return { ids: [...ids], lines };
}

/** The part of a line around the first word that was searched for, that word marked. */
export function snippetOf(line: string, searched: string): string {
  const flat = line.normalize('NFC').replace(/\s+/g, ' ');
  const found = words(searched)
    .map((word) => ({ word, at: plain(flat).indexOf(plain(word)) }))
    .find(({ at }) => at >= 0);
  if (found === undefined) return beginning(flat, 120);
  const start = Math.max(0, found.at - 40);
  const end = found.at + found.word.length;
  const before = `${start > 0 ? '…' : ''}${flat.slice(start, found.at)}`;
  return `${before}${marks.open}${flat.slice(found.at, end)}${marks.close}${beginning(flat.slice(end), 80)}`;
}
