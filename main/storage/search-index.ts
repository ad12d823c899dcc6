import type { RequestId } from '../../protocol/ids.ts';
import type { Statements } from './statements.ts';

/** Customer, e-mail address, company and subject of a request. */
type RequestWords = readonly [customer: string, email: string, company: string, subject: string];

/**
 * Adds what is searched by to the search indexes, in the order of the rowids: at one that is lower than the last, FTS5
 * writes out all it holds, and a page of a snapshot goes from new to old. Nor by INSERT … SELECT: SQLite sets a
 * savepoint for a statement of several rows, at which FTS5 does the same.
 */
export function createSearchIndex(cache: Statements) {
  let requests: { id: RequestId; words: RequestWords }[] = [];
  let messages: { position: number; words: string }[] = [];

  const forget = (): void => {
    requests = [];
    messages = [];
  };
  return {
    addRequest: (id: RequestId, words: RequestWords): void => void requests.push({ id, words }),
    addMessage: (position: number, words: string): void => void messages.push({ position, words }),
    /** Writes what was added; before anything is taken out of the indexes, and at the end of the transaction. */
    write: (): void => {
      for (const { id, words } of requests.sort((a, b) => a.id - b.id)) {
        cache.run(
          'INSERT INTO requests_search (rowid, customer, email, company, subject) VALUES (?, ?, ?, ?, ?)',
          id,
          ...words,
        );
      }
      for (const { position, words } of messages.sort((a, b) => a.position - b.position)) {
        cache.run('INSERT INTO messages_search (rowid, body) VALUES (?, ?)', position, words);
      }
      forget();
    },
    /** What a transaction added that came to nothing. */
    forget,
  };
}
