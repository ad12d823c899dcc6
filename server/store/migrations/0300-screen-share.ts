/** Screen-share sessions, of which a request has at most one open, and the list of expert clients. */
export const sql = `
CREATE TABLE screen_shares (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  technician_id TEXT NOT NULL REFERENCES technicians (id),
  client TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT,
  launch TEXT,
  requested_at INTEGER NOT NULL,
  prompted_at INTEGER,
  accepted_at INTEGER,
  active_at INTEGER,
  ended_at INTEGER,
  why TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX screen_shares_by_position ON screen_shares (position);
CREATE INDEX screen_shares_by_request ON screen_shares (request_id, id);
CREATE UNIQUE INDEX screen_shares_open ON screen_shares (request_id) WHERE state IN ('requested', 'accepted', 'active');

CREATE TABLE expert_clients (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX expert_clients_by_position ON expert_clients (position);
`;
