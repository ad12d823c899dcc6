import type { Migration } from '../open.ts';

const first = `
CREATE TABLE outbox (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
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
CREATE INDEX outbox_by_request ON outbox (request_id, place);

CREATE TABLE drafts (
  request_id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  note INTEGER NOT NULL
) STRICT;
`;

/** Shapes of pending.db: what the technician wrote and the relay has not settled; never thrown away. */
export const pendingMigrations: readonly Migration[] = [{ number: 10, sql: first }];
