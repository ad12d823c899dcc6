/**
 * Devices that customers allowed pushes to, a few a request: where and with which keys, since when an answer waits for
 * each, and what it was told last.
 */
export const sql = `
CREATE TABLE push_subscriptions (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests (id),
  under INTEGER NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  since INTEGER,
  told_at INTEGER,
  told_seq INTEGER NOT NULL,
  UNIQUE (request_id, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscriptions_due ON push_subscriptions (since) WHERE since IS NOT NULL;
`;
