import type { Entry } from '../../protocol/entries.ts';
import type { CompanyId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statusOf, statuses } from '../../protocol/lifecycle.ts';
import type { Activity, Message, SupportRequest } from '../../protocol/model.ts';
import type { Statements } from './statements.ts';

/** Something that a technician may want to hear of; told for entries that arrive live. */
export type News =
  | { kind: 'request'; id: RequestId; customer: string; company: string; subject: string }
  | { kind: 'taken'; id: RequestId }
  | { kind: 'offered'; id: RequestId; subject: string; by: string; at: number }
  | { kind: 'message'; id: RequestId; messageId: string; customer: string; text: string };

/** What entries changed; `everything` when so much that lists had better be read anew. */
export type Changes = { requests: RequestId[]; conversations: RequestId[]; news: News[] };

const deviceColumn = ({ source }: SupportRequest): string => `${source.device} ${source.osName}`;

/** Writes entries into the cache. "Newer position wins" for each row, so any order and any repetition give the same. */
export function createApply(cache: Statements, me: () => TechnicianId | null) {
  const nameOf = (table: 'companies' | 'technicians', id: string | null): string =>
    id === null ? '' : String(cache.one(`SELECT name FROM ${table} WHERE id = ?`, id)?.['name'] ?? '');

  function putRequest(row: SupportRequest, changes: Changes): void {
    const goneAt = cache.one('SELECT position FROM gone WHERE request_id = ?', row.id)?.['position'];
    if (goneAt !== undefined && Number(goneAt) >= row.position) return;
    const before = cache.one('SELECT position, status, handover_to FROM requests WHERE id = ?', row.id);
    if (before !== undefined && Number(before['position']) >= row.position) return;
    const company = nameOf('companies', row.companyId);
    const { customer, subject } = row;
    cache.run(
      `INSERT INTO requests (id, position, doc, company_id, company, customer, email, subject, status, assignee_id, assignee, handover_to, device, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc, company = excluded.company, customer = excluded.customer,
         email = excluded.email, subject = excluded.subject, status = excluded.status, assignee_id = excluded.assignee_id,
         assignee = excluded.assignee, handover_to = excluded.handover_to`,
      row.id,
      row.position,
      JSON.stringify(row),
      row.companyId,
      company,
      customer.name,
      customer.email,
      subject,
      statuses.indexOf(statusOf(row)),
      row.assigneeId,
      nameOf('technicians', row.assigneeId),
      row.handover?.toId ?? null,
      deviceColumn(row),
      row.createdAt,
    );
    changes.requests.push(row.id);
    if (before === undefined) {
      cache.run(
        'INSERT OR REPLACE INTO requests_search (rowid, customer, email, company, subject) VALUES (?, ?, ?, ?, ?)',
        row.id,
        customer.name,
        customer.email,
        company,
        subject,
      );
      const early = cache.one('SELECT doc FROM early_activities WHERE request_id = ?', row.id);
      if (early !== undefined) putActivity(JSON.parse(String(early['doc'])) as Activity, changes);
    }
    tellRequest(row, before, company, changes.news);
  }

  function tellRequest(
    row: SupportRequest,
    before: Record<string, unknown> | undefined,
    company: string,
    news: News[],
  ): void {
    const status = statusOf(row);
    const { id, subject, customer, handover } = row;
    if (status === 'new' && before === undefined)
      news.push({ kind: 'request', id, customer: customer.name, company, subject });
    if (status !== 'new' && (before === undefined || before['status'] === 0)) news.push({ kind: 'taken', id });
    if (handover !== null && handover.toId === me() && before?.['handover_to'] !== handover.toId) {
      news.push({ kind: 'offered', id, subject, by: nameOf('technicians', handover.fromId), at: handover.at });
    }
  }

  function putActivity(row: Activity, changes: Changes): void {
    const written = cache.run(
      `UPDATE requests SET activity_position = ?, last_seq = ?, last_message_at = ?, waiting_since = ?
        WHERE id = ? AND activity_position < ?`,
      row.position,
      row.lastSeq,
      row.lastMessageAt,
      row.waitingSince,
      row.requestId,
      row.position,
    );
    if (written > 0) {
      changes.requests.push(row.requestId);
      cache.run('DELETE FROM early_activities WHERE request_id = ?', row.requestId);
    } else if (cache.one('SELECT 1 FROM requests WHERE id = ?', row.requestId) === undefined) {
      cache.run(
        `INSERT INTO early_activities (request_id, position, doc) VALUES (?, ?, ?)
         ON CONFLICT (request_id) DO UPDATE SET position = excluded.position, doc = excluded.doc WHERE excluded.position > position`,
        row.requestId,
        row.position,
        JSON.stringify(row),
      );
    }
  }

  function putMessage(row: Message, changes: Changes): void {
    const goneAt = cache.one('SELECT position FROM gone WHERE request_id = ?', row.requestId)?.['position'];
    // A request that went away may come back, with all of its messages at their old positions.
    if (
      goneAt !== undefined &&
      cache.one('SELECT 1 FROM requests WHERE id = ?', row.requestId) === undefined &&
      Number(goneAt) >= row.position
    )
      return;
    const { author, body } = row;
    const text = body.kind === 'event' ? JSON.stringify(body.event) : body.text;
    const written = cache.run(
      `INSERT INTO messages (position, id, request_id, seq, at, author_kind, author_id, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      row.position,
      row.id,
      row.requestId,
      row.seq,
      row.at,
      author.kind,
      author.kind === 'technician' ? author.id : null,
      body.kind,
      text,
    );
    if (written === 0) return;
    if (body.kind !== 'event')
      cache.run('INSERT INTO messages_search (rowid, body) VALUES (?, ?)', row.position, body.text);
    changes.conversations.push(row.requestId);
    if (author.kind === 'customer' && body.kind === 'text') {
      const request = cache.one(
        'SELECT customer, assignee_id FROM requests WHERE id = ? AND status = 1',
        row.requestId,
      );
      if (request !== undefined && request['assignee_id'] === me()) {
        const customer = String(request['customer']);
        changes.news.push({ kind: 'message', id: row.requestId, messageId: row.id, customer, text: body.text });
      }
    }
  }

  function put(entry: Entry, changes: Changes): void {
    switch (entry.kind) {
      case 'company':
      case 'technician': {
        const [table, column, key] =
          entry.kind === 'company'
            ? ['companies', 'company', 'company_id']
            : ['technicians', 'assignee', 'assignee_id'];
        const { id, position, name } = entry.row;
        const written = cache.run(
          `INSERT INTO ${table} (id, position, name) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name WHERE excluded.position > position`,
          id,
          position,
          name,
        );
        if (written > 0)
          cache.run(`UPDATE requests SET ${column} = ? WHERE ${key} = ? AND ${column} <> ?`, name, id, name);
        return;
      }
      case 'request':
        return putRequest(entry.row, changes);
      case 'activity':
        return putActivity(entry.row, changes);
      case 'message':
        return putMessage(entry.row, changes);
      case 'cursor': {
        const { requestId, reader, position, delivered, read } = entry.row;
        const written = cache.run(
          `INSERT INTO cursors (request_id, reader, position, delivered, read) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (request_id, reader) DO UPDATE SET position = excluded.position, delivered = excluded.delivered, read = excluded.read
             WHERE excluded.position > position`,
          requestId,
          reader,
          position,
          delivered,
          read,
        );
        if (written === 0) return;
        changes.conversations.push(requestId);
        if (reader === me()) changes.requests.push(requestId);
        return;
      }
      case 'notice': {
        const { id, position } = entry.row;
        cache.run(
          `INSERT INTO notices (id, position, doc) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc WHERE excluded.position > position`,
          id,
          position,
          JSON.stringify(entry.row),
        );
        return;
      }
      case 'gone':
        return forgetIfOlder(entry.row.requestId, entry.row.position, changes);
    }
  }

  function forgetIfOlder(id: RequestId, position: number, changes: Changes): void {
    cache.run(
      `INSERT INTO gone (request_id, position) VALUES (?, ?)
       ON CONFLICT (request_id) DO UPDATE SET position = max(position, excluded.position)`,
      id,
      position,
    );
    if (cache.one('SELECT 1 FROM requests WHERE id = ? AND position > ?', id, position) !== undefined) return;
    forget(id);
    changes.requests.push(id);
    changes.news.push({ kind: 'taken', id });
  }

  /** Removes a request with all that belongs to it, from search too. */
  function forget(id: RequestId): void {
    cache.run('DELETE FROM messages_search WHERE rowid IN (SELECT position FROM messages WHERE request_id = ?)', id);
    cache.run('DELETE FROM messages WHERE request_id = ?', id);
    cache.run('DELETE FROM requests_search WHERE rowid = ?', id);
    cache.run('DELETE FROM cursors WHERE request_id = ?', id);
    cache.run('DELETE FROM early_activities WHERE request_id = ?', id);
    cache.run('DELETE FROM requests WHERE id = ?', id);
  }

  return {
    /** Writes the entries in one transaction; with `cursor` the console's position moves with them, never back. */
    apply: (entries: readonly Entry[], cursor: number | null): Changes =>
      cache.transaction(() => {
        const changes: Changes = { requests: [], conversations: [], news: [] };
        for (const entry of entries) put(entry, changes);
        if (cursor !== null) {
          cache.run(
            `INSERT INTO meta (key, value) VALUES ('cursor', ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)`,
            String(cursor),
          );
        }
        return {
          requests: [...new Set(changes.requests)],
          conversations: [...new Set(changes.conversations)],
          news: changes.news,
        };
      }),

    /** Deletes what is outside these companies, and, for somebody not Available, what nobody has; nothing of it stays in the file. */
    keepOnly: (companies: readonly CompanyId[], available: boolean): void => {
      const lost = cache.transaction(() => {
        const rows = cache.many(
          `SELECT id FROM requests WHERE company_id NOT IN (SELECT value FROM json_each(?)) OR (status = 0 AND NOT ?)`,
          JSON.stringify(companies),
          Number(available),
        );
        for (const row of rows) forget(row['id'] as RequestId);
        cache.run('DELETE FROM companies WHERE id NOT IN (SELECT value FROM json_each(?))', JSON.stringify(companies));
        return rows.length;
      });
      if (lost === 0) return;
      cache.run("INSERT INTO messages_search (messages_search) VALUES ('optimize')");
      cache.run("INSERT INTO requests_search (requests_search) VALUES ('optimize')");
      cache.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}
