/**
 * When the assignee joined the chat, so that each who takes a request has to answer anew; what those who are not
 * Available lose sight of, by position; closed and answered requests by company; and with each answered command what
 * it asked for and when. A text is a record of its own command, so those leave the table of commands.
 */
export const sql = `
ALTER TABLE requests ADD COLUMN joined_at INTEGER;
UPDATE requests SET joined_at = max(assigned_at, first_answered_at) WHERE assignee_id IS NOT NULL AND chat <> 'none';

CREATE INDEX requests_by_withdrawal ON requests (withdrawn_at) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX requests_closed ON requests (company_id, id) WHERE closed_at IS NOT NULL;
CREATE INDEX requests_answered ON requests (company_id, id) WHERE first_answered_at IS NOT NULL AND left_message = 0;
CREATE INDEX requests_unanswered ON requests (assigned_at)
  WHERE closed_at IS NULL AND assignee_id IS NOT NULL AND joined_at IS NULL;
DROP INDEX requests_by_company;
CREATE INDEX technician_companies_by_company ON technician_companies (company_id);
CREATE INDEX sessions_by_time ON sessions (last_seen_at);
CREATE INDEX notices_active ON notices (company_id) WHERE ended_at IS NULL;
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (blocked_until);

DELETE FROM commands WHERE id IN (SELECT id FROM messages);
ALTER TABLE commands ADD COLUMN input TEXT;
ALTER TABLE commands ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE commands SET at = CAST(unixepoch('subsec') * 1000 AS INTEGER);
CREATE INDEX commands_by_time ON commands (at);
`;
