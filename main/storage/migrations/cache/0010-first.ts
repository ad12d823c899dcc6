import type { Migration } from '../migration.ts';

const waits = 'CASE WHEN status = 2 THEN 9000000000000000 ELSE coalesce(waiting_since, 9000000000000000) END';

/** The relay's rows, indexes for every column that lists sort by, and full-text search. */
export const first: Migration = {
  number: 10,
  sql: `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE companies (id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE technicians (id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- "doc" is the whole row as the relay sent it; the other columns are what lists sort, filter and join by.
-- Columns from "activity_position" on come with messages and have a position of their own.
CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  doc TEXT NOT NULL,
  company_id TEXT NOT NULL,
  company TEXT NOT NULL,
  customer TEXT NOT NULL,
  email TEXT NOT NULL,
  subject TEXT NOT NULL,
  status INTEGER NOT NULL,
  assignee_id TEXT,
  assignee TEXT NOT NULL,
  handover_to TEXT,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  activity_position INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_message_at INTEGER NOT NULL DEFAULT 0,
  waiting_since INTEGER
) STRICT;
-- Each sort order carries the status, so that windows far down a filtered list are found without touching the rows.
CREATE INDEX requests_by_status ON requests (status, id);
CREATE INDEX requests_by_id ON requests (id, status);
CREATE INDEX requests_by_customer ON requests (customer COLLATE NOCASE, id, status);
CREATE INDEX requests_by_company ON requests (company COLLATE NOCASE, id, status);
CREATE INDEX requests_by_subject ON requests (subject COLLATE NOCASE, id, status);
CREATE INDEX requests_by_assignee ON requests (assignee COLLATE NOCASE, id, status);
CREATE INDEX requests_by_device ON requests (device, id, status);
CREATE INDEX requests_by_waiting ON requests (${waits}, id, status);
CREATE INDEX requests_mine ON requests (assignee_id, id) WHERE status = 1;
CREATE INDEX requests_offered ON requests (handover_to) WHERE handover_to IS NOT NULL;
CREATE INDEX requests_by_email ON requests (email, company_id);

-- An activity that came before its request waits here.
CREATE TABLE early_activities (request_id INTEGER PRIMARY KEY, position INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;

CREATE TABLE messages (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  request_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author_kind TEXT NOT NULL,
  author_id TEXT,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (request_id, seq)
) STRICT;

CREATE TABLE cursors (
  request_id INTEGER NOT NULL,
  reader TEXT NOT NULL,
  position INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  read INTEGER NOT NULL,
  PRIMARY KEY (request_id, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (id TEXT PRIMARY KEY, position INTEGER NOT NULL, doc TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What left this console's sight, and up to where: an older entry does not bring it back.
CREATE TABLE gone (request_id INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;

CREATE VIRTUAL TABLE requests_search USING fts5(
  customer, email, company, subject, content = '', contentless_delete = 1, prefix = '1 2 3', detail = none,
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE messages_search USING fts5(
  body, content = '', contentless_delete = 1, prefix = '1 2 3', detail = none, tokenize = "unicode61 remove_diacritics 2"
);
`,
};
