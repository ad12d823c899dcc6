import Database from 'better-sqlite3';
import type { Entry } from '../../protocol/entries.ts';
import { statuses, statusOf } from '../../protocol/lifecycle.ts';
import { cacheMigrations } from '../../main/storage/migrations/cache.ts';
import { migrate } from '../../main/storage/open.ts';

const bare = `
  CREATE TABLE requests (id INTEGER PRIMARY KEY, position INTEGER, doc TEXT, company_id TEXT, company TEXT, customer TEXT,
    email TEXT, subject TEXT, status INTEGER, assignee_id TEXT, assignee TEXT, device TEXT, created_at INTEGER,
    activity_position INTEGER, last_seq INTEGER, waiting_since INTEGER) STRICT;
  CREATE TABLE messages (position INTEGER PRIMARY KEY, id TEXT, request_id INTEGER, seq INTEGER, at INTEGER,
    author_kind TEXT, author_id TEXT, kind TEXT, body TEXT) STRICT;`;

/**
 * The floors: the same rows inserted as they come, a transaction a page, with nothing looked at. `searchable`: into the
 * cache's own tables, with their indexes and search; otherwise into bare ones. Answers how many there were and the
 * milliseconds that writing them took.
 */
export function rawInserts(all: Iterable<Entry[]>, file: string, searchable: boolean) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  if (searchable) migrate(db, cacheMigrations);
  else db.exec(bare);
  const request = db.prepare(
    `INSERT INTO requests (id, position, doc, company_id, company, customer, email, subject, status, assignee_id,
       assignee, device, created_at, activity_position, last_seq, waiting_since)
     VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, '', ?, ?, 0, 0, NULL)`,
  );
  const message = db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const activity = db.prepare(
    'UPDATE requests SET activity_position = ?, last_seq = ?, waiting_since = ? WHERE id = ?',
  );
  const searches = searchable
    ? {
        request: db.prepare('INSERT INTO requests_search (rowid, customer, email, subject) VALUES (?, ?, ?, ?)'),
        message: db.prepare('INSERT INTO messages_search (rowid, body) VALUES (?, ?)'),
      }
    : null;
  const write = db.transaction((page: Entry[]) => {
    for (const { kind, row } of page) {
      if (kind === 'request') {
        const { id, customer, subject, source } = row;
        const status = statuses.indexOf(statusOf(row));
        const device = `${source.device} ${source.osName}`;
        const { position, companyId, assigneeId, createdAt } = row;
        // prettier-ignore
        request.run(id, position, JSON.stringify(row), companyId, customer.name, customer.email, subject, status, assigneeId, device, createdAt);
        searches?.request.run(id, customer.name, customer.email, subject);
      }
      if (kind === 'activity') activity.run(row.position, row.lastSeq, row.waitingSince, row.requestId);
      if (kind === 'message') {
        const { position, id, requestId, seq, at, author, body } = row;
        const text = 'text' in body ? body.text : '';
        const authorId = author.kind === 'technician' ? author.id : null;
        message.run(position, id, requestId, seq, at, author.kind, authorId, body.kind, text);
        searches?.message.run(position, text);
      }
    }
  });
  let [entries, milliseconds] = [0, 0];
  for (const page of all) {
    const started = performance.now();
    write(page);
    milliseconds += performance.now() - started;
    entries += page.length;
  }
  db.close();
  return { entries, milliseconds };
}
