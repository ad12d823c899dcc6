/** The first shape: directory, requests with their conversations, read cursors, notices, answered commands. */
export const sql = `
CREATE TABLE companies (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX companies_by_position ON companies (position);

CREATE TABLE portals (
  id TEXT PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES companies (id),
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  fields TEXT NOT NULL,
  embed_origins TEXT NOT NULL,
  open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE technicians (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('technician', 'admin')),
  password_hash TEXT NOT NULL,
  available INTEGER NOT NULL,
  all_companies INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX technicians_by_position ON technicians (position);

CREATE TABLE technician_companies (
  technician_id TEXT NOT NULL REFERENCES technicians (id),
  company_id TEXT NOT NULL REFERENCES companies (id),
  PRIMARY KEY (technician_id, company_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  technician_id TEXT NOT NULL REFERENCES technicians (id),
  token_hash TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_technician ON sessions (technician_id);

CREATE TABLE sign_in_failures (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  company_id TEXT NOT NULL REFERENCES companies (id),
  portal_id TEXT NOT NULL REFERENCES portals (id),
  subject TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  customer_email TEXT NOT NULL,
  fields TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  left_message INTEGER NOT NULL,
  assignee_id TEXT REFERENCES technicians (id),
  assigned_at INTEGER,
  chat TEXT NOT NULL CHECK (chat IN ('none', 'joined', 'ended')),
  handover TEXT,
  first_answered_at INTEGER,
  closed_at INTEGER,
  closed_by_id TEXT REFERENCES technicians (id),
  reopened_from INTEGER REFERENCES requests (id),
  reopened_as INTEGER REFERENCES requests (id),
  rating TEXT,
  exposed_at INTEGER,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX requests_by_position ON requests (position);
CREATE INDEX requests_by_exposure ON requests (exposed_at) WHERE exposed_at IS NOT NULL;
CREATE INDEX requests_by_company ON requests (company_id, id);
CREATE INDEX requests_open ON requests (company_id, id) WHERE closed_at IS NULL;
CREATE INDEX requests_by_assignee ON requests (assignee_id, id) WHERE closed_at IS NULL AND assignee_id IS NOT NULL;

CREATE TABLE activities (
  request_id INTEGER PRIMARY KEY REFERENCES requests (id),
  position INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_message_at INTEGER NOT NULL,
  waiting_since INTEGER
) STRICT;
CREATE INDEX activities_by_position ON activities (position);

-- A message never changes, so its position is its row id: one index less on the busiest table.
CREATE TABLE messages (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author_kind TEXT NOT NULL,
  author_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'note', 'event')),
  body TEXT NOT NULL,
  UNIQUE (request_id, seq)
) STRICT;

CREATE TABLE cursors (
  request_id INTEGER NOT NULL REFERENCES requests (id),
  reader TEXT NOT NULL,
  position INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  read INTEGER NOT NULL,
  PRIMARY KEY (request_id, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX cursors_by_position ON cursors (position);

CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  company_id TEXT REFERENCES companies (id),
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_position ON notices (position);

CREATE TABLE commands (
  id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
