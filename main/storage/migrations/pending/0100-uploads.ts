import type { Migration } from '../migration.ts';

/** Files on their way to the relay, each with the technician (and relay) that it is of. */
export const uploads: Migration = {
  number: 100,
  sql: `
CREATE TABLE uploads (
  -- of the upload, of the file and of the message that will carry it
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  request_id INTEGER NOT NULL,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  -- of the file when it was chosen: one that changed since is another file
  modified_at INTEGER NOT NULL,
  -- made by the console itself, of what was pasted: deleted when it is done with
  spooled INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- queued; sent: the relay has it, its entry has not come yet; refused: kept until retried or discarded
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'refused')),
  code TEXT,
  details TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_request ON uploads (owner, request_id);
`,
};
