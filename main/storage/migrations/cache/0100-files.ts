import type { Migration } from '../migration.ts';

/**
 * How files stand, and saved replies. A console of before passed over entries of these kinds, so what it holds is
 * fetched anew.
 */
export const files: Migration = {
  number: 100,
  sql: `
CREATE TABLE files (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_request ON files (request_id);
CREATE TABLE saved_replies (id TEXT PRIMARY KEY, position INTEGER NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;
DELETE FROM meta WHERE key = 'progress';
`,
};
