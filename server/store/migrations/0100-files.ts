/**
 * Files, whose bytes lie beside the database by their hash, and saved replies. Messages may be of a new kind; which kinds
 * there are is the contract's business, so that the busiest table need not be written anew for the next one.
 */
export const sql = `
CREATE TABLE messages_anew (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author_kind TEXT NOT NULL,
  author_id TEXT,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (request_id, seq)
) STRICT;
INSERT INTO messages_anew SELECT position, id, request_id, seq, at, author_kind, author_id, kind, body FROM messages;
DROP TABLE messages;
ALTER TABLE messages_anew RENAME TO messages;

CREATE TABLE files (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('scanning', 'ready', 'refused')),
  hash TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_position ON files (position);
CREATE INDEX files_by_request ON files (request_id);
CREATE INDEX files_by_hash ON files (hash);
CREATE INDEX files_scanning ON files (id) WHERE state = 'scanning';

CREATE TABLE saved_replies (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  author_id TEXT NOT NULL REFERENCES technicians (id),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_replies_by_position ON saved_replies (position);
`;
