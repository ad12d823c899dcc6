/**
 * Configuration profiles for customers' devices, and each delivery of one: to which request, until when its link is good,
 * and when it was first fetched. What is in a profile is encrypted, and gone once it is off the list.
 */
export const sql = `
CREATE TABLE profiles (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  organization TEXT NOT NULL,
  suits TEXT NOT NULL,
  companies TEXT,
  sealed BLOB,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK ((sealed IS NULL) = (removed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX profiles_by_name ON profiles (name) WHERE removed_at IS NULL;

CREATE TABLE profile_deliveries (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  profile_id TEXT NOT NULL REFERENCES profiles (id),
  system TEXT NOT NULL,
  delivered_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  fetched_at INTEGER
) STRICT, WITHOUT ROWID;
`;
