import type { Migration } from '../migration.ts';

/** Screen-share sessions by their request, and the list of expert clients. */
export const screenShare: Migration = {
  number: 300,
  sql: `
CREATE TABLE screen_shares (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX screen_shares_by_request ON screen_shares (request_id, id);

CREATE TABLE expert_clients (id TEXT PRIMARY KEY, position INTEGER NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;
`,
};
