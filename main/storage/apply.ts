import type { Entry } from '../../protocol/entries.ts';
import type { CompanyId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import { statuses, statusOf } from '../../protocol/lifecycle.ts';
import type { Activity, FileState, Message, Notice, ReadCursor, SupportRequest } from '../../protocol/model.ts';
import { bodyColumn, wordsOf } from './bodies.ts';
import type { StatusCounts } from './counts.ts';
import { newsOfMessage, newsOfRequest, type News } from './news.ts';
import type { Step, Take } from './progress.ts';
import { createRemoval } from './removal.ts';
import { createSearchIndex } from './search-index.ts';
import { putSavedReply } from './saved-replies.ts';
import { putExpertClient, putScreenShare } from './screen-shares.ts';
import type { Statements } from './statements.ts';

/** What entries changed: rows of lists, conversations, notices, saved replies, and what a technician may want to hear of. */
export type Changes = {
  requests: RequestId[];
  conversations: RequestId[];
  notices: boolean;
  savedReplies: boolean;
  news: News[];
};
/** The same while it is gathered; without news nobody asked for them. */
type Gathered = Omit<Changes, 'news'> & { news: News[] | null };

export type ApplyParts = {
  cache: Statements;
  me: () => TechnicianId | null;
  take: Take;
  statusCounts: Omit<StatusCounts, 'read'>;
};

const directory = {
  company: { table: 'companies', name: 'company', key: 'company_id' },
  technician: { table: 'technicians', name: 'assignee', key: 'assignee_id' },
} as const;

/**
 * Writes entries into the cache. "Newer position wins" for each row, so entries may come in any order and any number
 * of times, with one bound: what the relay sends anew when a request comes back into sight begins with its request.
 */
export function createApply({ cache, me, take, statusCounts }: ApplyParts) {
  const removal = createRemoval(cache);
  const index = createSearchIndex(cache);

  const nameOf = (kind: keyof typeof directory, id: string | null): string => {
    if (id === null) return '';
    return String(cache.one(`SELECT name FROM ${directory[kind].table} WHERE id = ?`, id)?.['name'] ?? '');
  };
  // Both tables are empty most of the time: one look at each for a stretch of entries, instead of one for each entry.
  const hasRows = { gone: false, early_activities: false };
  function lookAhead(): void {
    hasRows.gone = cache.one('SELECT 1 FROM gone LIMIT 1') !== undefined;
    hasRows.early_activities = cache.one('SELECT 1 FROM early_activities LIMIT 1') !== undefined;
  }
  /** Whether the request went away after this position and has not come back. */
  function isGone(id: RequestId, position: number): boolean {
    if (!hasRows.gone) return false;
    const gone = cache.one('SELECT position FROM gone WHERE request_id = ?', id);
    if (gone === undefined || Number(gone['position']) <= position) return false;
    return cache.one('SELECT 1 FROM requests WHERE id = ?', id) === undefined;
  }

  function putEarlyActivity(id: RequestId, changes: Gathered): void {
    if (!hasRows.early_activities) return;
    const early = cache.one('SELECT doc FROM early_activities WHERE request_id = ?', id);
    if (early === undefined) return;
    putActivity(JSON.parse(String(early['doc'])) as Activity, changes);
    cache.run('DELETE FROM early_activities WHERE request_id = ?', id);
  }

  function putRequest(row: SupportRequest, changes: Gathered): void {
    if (isGone(row.id, row.position)) return;
    const before = cache.one('SELECT position, status, assignee_id, handover_to FROM requests WHERE id = ?', row.id);
    if (before !== undefined && Number(before['position']) >= row.position) return;
    const company = nameOf('company', row.companyId);
    const { customer, source } = row;
    const status = statuses.indexOf(statusOf(row));
    statusCounts.moved(before === undefined ? null : Number(before['status']), status);
    cache.run(
      `INSERT INTO requests (id, position, doc, company_id, company, customer, email, subject, status, assignee_id,
         assignee, handover_to, device, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc, status = excluded.status,
         assignee_id = excluded.assignee_id, assignee = excluded.assignee, handover_to = excluded.handover_to`,
      row.id,
      row.position,
      JSON.stringify(row),
      row.companyId,
      company,
      customer.name,
      customer.email,
      row.subject,
      status,
      row.assigneeId,
      nameOf('technician', row.assigneeId),
      row.handover?.toId ?? null,
      `${source.device} ${source.osName}`,
      row.createdAt,
    );
    changes.requests.push(row.id);
    if (before === undefined) {
      index.addRequest(row.id, [customer.name, customer.email, company, row.subject]);
      putEarlyActivity(row.id, changes);
    }
    if (changes.news === null) return;
    const by = nameOf('technician', row.handover?.fromId ?? null);
    changes.news.push(...newsOfRequest(row, before, { company, by, me: me() }));
  }

  function putActivity(row: Activity, changes: Gathered): void {
    const { requestId, position, lastSeq, lastMessageAt, waitingSince } = row;
    const written = cache.run(
      `UPDATE requests SET activity_position = ?, last_seq = ?, last_message_at = ?, waiting_since = ?
        WHERE id = ? AND activity_position < ?`,
      position,
      lastSeq,
      lastMessageAt,
      waitingSince,
      requestId,
      position,
    );
    if (written > 0) changes.requests.push(requestId);
    else if (
      cache.one('SELECT 1 FROM requests WHERE id = ?', requestId) === undefined &&
      !isGone(requestId, position)
    ) {
      cache.run(
        `INSERT INTO early_activities (request_id, position, doc) VALUES (?, ?, ?)
         ON CONFLICT (request_id) DO UPDATE SET position = excluded.position, doc = excluded.doc
           WHERE excluded.position > position`,
        requestId,
        position,
        JSON.stringify(row),
      );
      hasRows.early_activities = true;
    }
  }

  function putMessage(row: Message, changes: Gathered): void {
    const { author, body, requestId, position } = row;
    if (isGone(requestId, position)) return;
    const written = cache.run(
      `INSERT INTO messages (position, id, request_id, seq, at, author_kind, author_id, kind, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      position,
      row.id,
      requestId,
      row.seq,
      row.at,
      author.kind,
      author.kind === 'technician' ? author.id : null,
      body.kind,
      bodyColumn(body),
    );
    if (written === 0) return;
    const words = wordsOf(body);
    if (words !== null) index.addMessage(position, words);
    changes.conversations.push(requestId);
    if (changes.news === null || author.kind !== 'customer') return;
    const mine = cache.one('SELECT doc FROM requests WHERE id = ? AND status = 1 AND assignee_id = ?', requestId, me());
    if (mine !== undefined) changes.news.push(...newsOfMessage(row, JSON.parse(String(mine['doc'])) as SupportRequest));
  }

  /** A company or a technician; requests carry the name, for sorting and searching. */
  function putName(kind: keyof typeof directory, row: { id: string; position: number; name: string }): void {
    const { table, name, key } = directory[kind];
    const written = cache.run(
      `INSERT INTO ${table} (id, position, name) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name
         WHERE excluded.position > position`,
      row.id,
      row.position,
      row.name,
    );
    if (written === 0) return;
    const renamed = cache.many(
      `SELECT id, customer, email, subject FROM requests WHERE ${key} = ? AND ${name} <> ?`,
      row.id,
      row.name,
    );
    if (renamed.length === 0) return;
    cache.run(`UPDATE requests SET ${name} = ? WHERE ${key} = ? AND ${name} <> ?`, row.name, row.id, row.name);
    if (kind !== 'company') return;
    index.write();
    for (const { id, customer, email, subject } of renamed) {
      cache.run('DELETE FROM requests_search WHERE rowid = ?', id);
      index.addRequest(id as RequestId, [String(customer), String(email), row.name, String(subject)]);
    }
  }

  function putCursor(row: ReadCursor, changes: Gathered): void {
    const { requestId, reader, position, delivered, read } = row;
    if (isGone(requestId, position)) return;
    const written = cache.run(
      `INSERT INTO cursors (request_id, reader, position, delivered, read) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (request_id, reader) DO UPDATE SET position = excluded.position, delivered = excluded.delivered,
         read = excluded.read WHERE excluded.position > position`,
      requestId,
      reader,
      position,
      delivered,
      read,
    );
    if (written === 0) return;
    changes.conversations.push(requestId);
    if (reader === me()) changes.requests.push(requestId);
  }

  function putNotice(row: Notice, changes: Gathered): void {
    const written = cache.run(
      `INSERT INTO notices (id, position, doc) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc
         WHERE excluded.position > position`,
      row.id,
      row.position,
      JSON.stringify(row),
    );
    if (written > 0) changes.notices = true;
  }

  function putFile({ id, position, requestId, state }: FileState, changes: Gathered): void {
    if (isGone(requestId, position)) return;
    const written = cache.run(
      `INSERT INTO files (id, position, request_id, state) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, state = excluded.state
         WHERE excluded.position > position`,
      id,
      position,
      requestId,
      state,
    );
    if (written > 0) changes.conversations.push(requestId);
  }

  function put(entry: Entry, changes: Gathered): void {
    switch (entry.kind) {
      case 'company':
      case 'technician':
        return putName(entry.kind, entry.row);
      case 'request':
        return putRequest(entry.row, changes);
      case 'activity':
        return putActivity(entry.row, changes);
      case 'message':
        return putMessage(entry.row, changes);
      case 'cursor':
        return putCursor(entry.row, changes);
      case 'notice':
        return putNotice(entry.row, changes);
      case 'file':
        return putFile(entry.row, changes);
      case 'screen-share': {
        const { requestId, position } = entry.row;
        if (!isGone(requestId, position) && putScreenShare(cache, entry.row)) changes.requests.push(requestId);
        return;
      }
      case 'expert-client':
        return putExpertClient(cache, entry.row);
      case 'saved-reply':
        changes.savedReplies = putSavedReply(cache, entry.row) || changes.savedReplies;
        return;
      case 'gone': {
        const { requestId, position } = entry.row;
        hasRows.gone = true;
        index.write();
        const before = cache.one('SELECT status FROM requests WHERE id = ?', requestId);
        if (!removal.withdraw(requestId, position)) return;
        statusCounts.moved(Number(before?.['status']), null);
        changes.requests.push(requestId);
        changes.conversations.push(requestId);
      }
    }
  }

  function putAll(entries: readonly Entry[], wantsNews: boolean): Changes {
    const nothing = { requests: [], conversations: [], notices: false, savedReplies: false };
    const changes: Gathered = { ...nothing, news: wantsNews ? [] : null };
    lookAhead();
    for (const entry of entries) put(entry, changes);
    index.write();
    statusCounts.keep();
    const { requests, conversations, news } = changes;
    return {
      ...changes,
      requests: [...new Set(requests)],
      conversations: [...new Set(conversations)],
      news: news ?? [],
    };
  }

  return {
    /**
     * Writes the entries in one transaction with the step; null, and nothing is written, if the cache is not where they
     * begin. News are gathered only where asked for: of a snapshot nothing is news.
     */
    apply: (entries: readonly Entry[], step: Step, wantsNews: boolean): Changes | null => {
      try {
        return cache.transaction(() => (take(step) ? putAll(entries, wantsNews) : null));
      } catch (error) {
        index.forget();
        statusCounts.drop();
        throw error;
      }
    },
    /** Deletes a stretch of what is outside these companies and, for somebody not Available, of what nobody has. */
    keepOnly: (companies: readonly CompanyId[], available: boolean, limit: number): boolean => {
      statusCounts.forget();
      return removal.keepOnly(companies, available, limit);
    },
    scrub: removal.scrub,
  };
}
