import type { Migration } from '../migration.ts';

/** Commands on their way and drafts, each with the technician (and relay) that they are of. */
export const first: Migration = {
  number: 10,
  sql: `
CREATE TABLE outbox (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  input TEXT NOT NULL,
  request_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- queued; answered: the relay has it, its entry has not come yet; refused: kept until retried or discarded
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'answered', 'refused')),
  position INTEGER,
  code TEXT,
  details TEXT
) STRICT;
CREATE INDEX outbox_by_request ON outbox (owner, request_id, place);

CREATE TABLE drafts (
  owner TEXT NOT NULL,
  request_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  note INTEGER NOT NULL,
  PRIMARY KEY (owner, request_id)
) STRICT, WITHOUT ROWID;
`,
};
