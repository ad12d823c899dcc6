/**
 * Word by mail, text message and webhook. `calls`: a request that waits to be taken, once for each time that it does;
 * `reach`: what each technician chose, and how far he was told; `answers`: texts that a customer may not have got;
 * `outgoing`: the messages themselves, each until well after its end. Portals may send their customers the transcript.
 */
export const sql = `
CREATE TABLE calls (
  position INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL UNIQUE REFERENCES requests (id),
  since INTEGER NOT NULL
) STRICT;
INSERT INTO calls SELECT position, id, created_at FROM requests WHERE closed_at IS NULL AND assignee_id IS NULL;

CREATE TABLE reach (
  technician_id TEXT NOT NULL REFERENCES technicians (id),
  method TEXT NOT NULL,
  is_on INTEGER NOT NULL,
  address TEXT NOT NULL,
  after_minutes INTEGER NOT NULL,
  shape TEXT NOT NULL,
  told_to INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  PRIMARY KEY (technician_id, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE reach_manners (
  technician_id TEXT PRIMARY KEY REFERENCES technicians (id),
  manners TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  request_id INTEGER PRIMARY KEY REFERENCES requests (id),
  since INTEGER,
  mailed_at INTEGER,
  mailed_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_due ON answers (since) WHERE since IS NOT NULL;

CREATE TABLE outgoing (
  id TEXT PRIMARY KEY,
  method TEXT NOT NULL,
  about TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'withdrawn', 'dead')),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_waiting ON outgoing (method, next_at) WHERE state = 'waiting';
CREATE INDEX outgoing_sending ON outgoing (id) WHERE state = 'sending';
CREATE INDEX outgoing_ended ON outgoing (ended_at) WHERE ended_at IS NOT NULL;

ALTER TABLE portals ADD COLUMN transcript INTEGER NOT NULL DEFAULT 0;
`;
