import type { Migration } from '../migration.ts';

/** What became of notifications on this machine, and what the console was when (spec 8.3). No names, no texts. */
export const notificationSteps: Migration = {
  number: 200,
  sql: `
CREATE TABLE notification_steps (
  place INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX notification_steps_by_request ON notification_steps (request_id, place);

CREATE TABLE console_phases (at INTEGER PRIMARY KEY, phase TEXT NOT NULL) STRICT;
`,
};
