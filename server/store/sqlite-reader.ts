import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Entry } from '../../protocol/entries.ts';
import type { CompanyId, Position, TechnicianId } from '../../protocol/ids.ts';
import type { Scope } from '../../protocol/technicians.ts';
import type { Company } from '../../protocol/model.ts';
import {
  accountOf,
  activityOf,
  cursorOf,
  failuresOf,
  messageOf,
  noticeOf,
  portalOf,
  requestOf,
  sessionOf,
} from './rows.ts';
import { createFileReads, streamedFiles } from './file-rows.ts';
import { createProfileReads } from './profile-rows.ts';
import { createPushReads } from './push-rows.ts';
import { createReachReads } from './reach-rows.ts';
import { createScreenShareReads, streamedScreenShares } from './screen-share-rows.ts';
import type { AnsweredCommand, Reader, RequestSight } from './store.ts';

type Row = Record<string, unknown>;

/** Up to so many companies the newest requests of each are merged; for more, all are gone through, newest first. */
const fewCompanies = 50;

/** The tables of the stream, each with how a row of it becomes an entry. */
const streamed: readonly { table: string; columns?: string; entry: (row: Row) => Entry }[] = [
  { table: 'companies', entry: (row) => ({ kind: 'company', row: row as Company }) },
  {
    table: 'technicians',
    columns: 'id, position, name',
    entry: (row) => ({ kind: 'technician', row }) as Entry,
  },
  { table: 'requests', entry: (row) => ({ kind: 'request', row: requestOf(row) }) },
  { table: 'activities', entry: (row) => ({ kind: 'activity', row: activityOf(row) }) },
  { table: 'messages', entry: (row) => ({ kind: 'message', row: messageOf(row) }) },
  { table: 'cursors', entry: (row) => ({ kind: 'cursor', row: cursorOf(row) }) },
  { table: 'notices', entry: (row) => ({ kind: 'notice', row: noticeOf(row) }) },
  ...streamedFiles,
  ...streamedScreenShares,
];

/** Prepared reads on one connection. Each query has an index to go by. */
export function createReader(db: Database.Database): Reader {
  const prepared = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const found = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, found);
    return found;
  };
  const one = <T>(sql: string, parse: (row: Row) => T, ...values: unknown[]): T | null => {
    const row = statement(sql).get(...values) as Row | undefined;
    return row === undefined ? null : parse(row);
  };
  const many = <T>(sql: string, parse: (row: Row) => T, ...values: unknown[]): T[] =>
    (statement(sql).all(...values) as Row[]).map(parse);
  const meta = (key: string): string =>
    one('SELECT value FROM meta WHERE key = ?', (row) => row['value'] as string, key) ?? '';
  const plain = <T>(row: Row): T => row as T;

  const reader: Reader = {
    ...createFileReads(db),
    ...createProfileReads(db),
    ...createPushReads(db),
    ...createReachReads(db),
    ...createScreenShareReads(db),
    head: () => Number(meta('head')) as Position,
    relayKey: () => meta('relay-key'),
    history: () => meta('history'),
    company: (id) => one('SELECT * FROM companies WHERE id = ?', plain<Company>, id),
    companies: () => many('SELECT * FROM companies ORDER BY name', plain<Company>),
    portal: (slug) => one('SELECT * FROM portals WHERE slug = ?', portalOf, slug),
    portalById: (id) => one('SELECT * FROM portals WHERE id = ?', portalOf, id),
    portals: () => many('SELECT * FROM portals ORDER BY slug', portalOf),
    account: (id) => one('SELECT * FROM technicians WHERE id = ?', accountOf, id),
    accountByEmail: (email) => one('SELECT * FROM technicians WHERE email = ?', accountOf, email),
    accounts: () => many('SELECT * FROM technicians ORDER BY name', accountOf),
    scope: (id) => {
      const account = one('SELECT * FROM technicians WHERE id = ?', accountOf, id);
      if (account === null) return null;
      const companies = many(
        account.allCompanies
          ? 'SELECT id FROM companies WHERE ? IS NOT NULL ORDER BY id'
          : 'SELECT company_id AS id FROM technician_companies WHERE technician_id = ? ORDER BY company_id',
        (row) => row['id'] as CompanyId,
        id,
      );
      const available = account.available && !account.absent;
      const scope: Scope = { revision: '', companies, available, absent: account.absent };
      return { ...scope, revision: scopeKey(scope) };
    },
    accountsOf: (company) =>
      many(
        `SELECT * FROM technicians WHERE all_companies = 1
           OR id IN (SELECT technician_id FROM technician_companies WHERE company_id = ?) ORDER BY name`,
        accountOf,
        company,
      ),
    isAnyAvailable: (company, technicians) =>
      one(
        `SELECT 1 FROM json_each(?) AS near JOIN technicians ON technicians.id = near.value
          WHERE available = 1 AND absent = 0 AND (all_companies = 1 OR EXISTS
            (SELECT 1 FROM technician_companies WHERE technician_id = technicians.id AND company_id = ?)) LIMIT 1`,
        () => true,
        JSON.stringify(technicians),
        company,
      ) ?? false,
    session: (hash) => one('SELECT * FROM sessions WHERE token_hash = ?', sessionOf, hash),
    sessions: (technician) =>
      many('SELECT * FROM sessions WHERE technician_id = ? ORDER BY last_seen_at DESC', sessionOf, technician),
    lastSeen: () =>
      many(
        'SELECT technician_id AS technicianId, max(last_seen_at) AS at FROM sessions GROUP BY technician_id',
        plain<{ technicianId: TechnicianId; at: number }>,
      ),
    signInFailures: (subject) => one('SELECT * FROM sign_in_failures WHERE subject = ?', failuresOf, subject),
    request: (id) => one('SELECT * FROM requests WHERE id = ?', requestOf, id),
    requestSight: (id) =>
      one(
        'SELECT id, company_id AS companyId, assignee_id AS assigneeId, closed_at AS closedAt FROM requests WHERE id = ?',
        plain<RequestSight>,
        id,
      ),
    activity: (id) => one('SELECT * FROM activities WHERE request_id = ?', activityOf, id),
    message: (id) => one('SELECT * FROM messages WHERE id = ?', messageOf, id),
    messages: (id, after, limit) =>
      many('SELECT * FROM messages WHERE request_id = ? AND seq > ? ORDER BY seq LIMIT ?', messageOf, id, after, limit),
    cursors: (id) => many('SELECT * FROM cursors WHERE request_id = ?', cursorOf, id),
    notices: (company) =>
      company === null
        ? many('SELECT * FROM notices WHERE ended_at IS NULL ORDER BY created_at, id', noticeOf)
        : many(
            `SELECT * FROM notices WHERE ended_at IS NULL AND (company_id IS NULL OR company_id = ?)
              ORDER BY created_at, id`,
            noticeOf,
            company,
          ),
    notice: (id) => one('SELECT * FROM notices WHERE id = ?', noticeOf, id),
    answered: (id) => one('SELECT actor, name, input, answer FROM commands WHERE id = ?', plain<AnsweredCommand>, id),
    queueBefore: (company, id) =>
      one(
        `SELECT count(*) AS n FROM requests WHERE closed_at IS NULL AND company_id = ? AND id < ? AND assignee_id IS NULL`,
        (row) => Number(row['n']),
        company,
        id,
      ) ?? 0,
    newRequests: () =>
      one('SELECT count(*) AS n FROM requests WHERE closed_at IS NULL AND assignee_id IS NULL', (row) =>
        Number(row['n']),
      ) ?? 0,
    waits: (company, limit) =>
      many(
        `SELECT first_answered_at - created_at AS wait FROM requests
          WHERE company_id = ? AND first_answered_at IS NOT NULL AND left_message = 0 ORDER BY id DESC LIMIT ?`,
        (row) => Number(row['wait']),
        company,
        limit,
      ),
    assignees: () =>
      many(
        'SELECT DISTINCT assignee_id FROM requests WHERE closed_at IS NULL AND assignee_id IS NOT NULL',
        (row) => row['assignee_id'] as TechnicianId,
      ),
    assignedTo: (technician) =>
      many('SELECT * FROM requests WHERE closed_at IS NULL AND assignee_id = ? ORDER BY id', requestOf, technician),
    assignedWithoutAccess: () =>
      many(
        `SELECT requests.* FROM technicians JOIN requests ON assignee_id = technicians.id AND closed_at IS NULL
          WHERE all_companies = 0 AND NOT EXISTS (SELECT 1 FROM technician_companies
            WHERE technician_id = technicians.id AND technician_companies.company_id = requests.company_id)`,
        requestOf,
      ),
    unansweredSince: (at) =>
      many(
        `SELECT * FROM requests WHERE closed_at IS NULL AND assignee_id IS NOT NULL AND joined_at IS NULL
            AND assigned_at < ?`,
        requestOf,
        at,
      ),
    since: (after, limit) =>
      streamed
        .flatMap(({ table, columns = '*', entry }) =>
          many(`SELECT ${columns} FROM ${table} WHERE position > ? ORDER BY position LIMIT ?`, entry, after, limit),
        )
        .sort((a, b) => a.row.position - b.row.position),
    exposed: (after, to) =>
      many('SELECT * FROM requests WHERE exposed_at > ? AND exposed_at <= ? ORDER BY exposed_at', requestOf, after, to),
    withdrawn: (after, to) =>
      many('SELECT * FROM requests WHERE withdrawn_at > ? AND withdrawn_at <= ?', requestOf, after, to),
    requestsOf: (companies, open, below, limit) => {
      const closed = `closed_at IS ${open ? 'NULL' : 'NOT NULL'}`;
      const from = below ?? Number.MAX_SAFE_INTEGER;
      if (companies.length > fewCompanies) {
        // The unary plus keeps SQLite from going by company, which would sort all requests of all companies.
        return many(
          `SELECT * FROM requests WHERE +company_id IN (SELECT value FROM json_each(?)) AND ${closed} AND id < ?
            ORDER BY id DESC LIMIT ?`,
          requestOf,
          JSON.stringify(companies),
          from,
          limit,
        );
      }
      const newest = companies.flatMap((company) =>
        many(
          `SELECT id FROM requests WHERE company_id = ? AND ${closed} AND id < ? ORDER BY id DESC LIMIT ?`,
          (row) => Number(row['id']),
          company,
          from,
          limit,
        ),
      );
      const ids = newest.sort((a, b) => b - a).slice(0, limit);
      return ids.flatMap((id) => one('SELECT * FROM requests WHERE id = ?', requestOf, id) ?? []);
    },
  };
  return reader;
}

/** Equal for equal scopes: what consoles compare, and the name of the room that they share. */
const scopeKey = ({ available, absent, companies }: Scope): string =>
  createHash('sha256')
    .update(`${available}${absent ? ' absent' : ''} ${companies.join(' ')}`)
    .digest('base64url')
    .slice(0, 22);
