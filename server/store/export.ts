import type Database from 'better-sqlite3';
import type { SupportRequest } from '../../protocol/model.ts';
import { fileOf, savedReplyOf } from './file-rows.ts';
import { accountOf, activityOf, cursorOf, messageOf, noticeOf, portalOf, requestOf, sessionOf } from './rows.ts';
import { profileDeliveryOf, profileOf } from './profile-rows.ts';
import { reachOf } from './reach-rows.ts';
import { expertClientOf, screenShareOf } from './screen-share-rows.ts';
import type { ExportedRow, ExportFamily } from './store.ts';

type Row = Record<string, unknown>;
type Family = { name: ExportFamily; sql: string; row: (columns: Row) => object };

/** As it goes out to consoles: without what only the relay needs. */
function outwardRequest(columns: Row): SupportRequest {
  const { exposedAt: _exposed, withdrawnAt: _withdrawn, joinedAt: _joined, ...row } = requestOf(columns);
  return row;
}

const families: readonly Family[] = [
  { name: 'companies', sql: 'SELECT * FROM companies ORDER BY id', row: (columns) => columns },
  { name: 'portals', sql: 'SELECT * FROM portals ORDER BY id', row: portalOf },
  {
    name: 'technicians',
    sql: `SELECT technicians.*, (SELECT json_group_array(company_id) FROM technician_companies
            WHERE technician_id = technicians.id) AS companies FROM technicians ORDER BY id`,
    row: (columns) => {
      const { passwordHash: _hash, allCompanies, ...account } = accountOf(columns);
      return { ...account, companies: allCompanies ? 'all' : JSON.parse(String(columns['companies'])) };
    },
  },
  {
    name: 'sessions',
    sql: 'SELECT * FROM sessions ORDER BY id',
    row: (columns) => {
      const { tokenHash: _hash, ...session } = sessionOf(columns);
      return session;
    },
  },
  {
    name: 'reach',
    sql: 'SELECT * FROM reach ORDER BY technician_id, method',
    row: (columns) => {
      const { technicianId, method, on, address, afterMinutes, shape } = reachOf(columns);
      // Who has the whole address of a webhook can write there.
      const shown = method === 'webhook' ? (URL.parse(address)?.origin ?? '') : address;
      return { technicianId, method, on, address: shown, afterMinutes, shape };
    },
  },
  { name: 'requests', sql: 'SELECT * FROM requests ORDER BY id', row: outwardRequest },
  { name: 'activities', sql: 'SELECT * FROM activities ORDER BY request_id', row: activityOf },
  { name: 'messages', sql: 'SELECT * FROM messages ORDER BY position', row: messageOf },
  { name: 'cursors', sql: 'SELECT * FROM cursors ORDER BY request_id, reader', row: cursorOf },
  { name: 'files', sql: 'SELECT * FROM files ORDER BY id', row: fileOf },
  {
    name: 'screen-shares',
    sql: 'SELECT * FROM screen_shares ORDER BY id',
    // The code by which the two sides meet opens the session as long as that goes on.
    row: (columns) => ({ ...screenShareOf(columns), code: null }),
  },
  { name: 'notices', sql: 'SELECT * FROM notices ORDER BY id', row: noticeOf },
  { name: 'saved-replies', sql: 'SELECT * FROM saved_replies ORDER BY id', row: savedReplyOf },
  { name: 'expert-clients', sql: 'SELECT * FROM expert_clients ORDER BY id', row: expertClientOf },
  { name: 'profiles', sql: 'SELECT * FROM profiles ORDER BY id', row: profileOf },
  { name: 'profile-deliveries', sql: 'SELECT * FROM profile_deliveries ORDER BY id', row: profileDeliveryOf },
];

/** Every row there is as of one instant, family by family. Nothing in it opens a door: no password, no token, no key. */
export function* exportRows(db: Database.Database): Generator<ExportedRow> {
  db.exec('BEGIN');
  try {
    for (const { name, sql, row } of families) {
      for (const columns of db.prepare(sql).iterate()) yield { family: name, row: row(columns as Row) };
    }
  } finally {
    db.exec('COMMIT');
  }
}
