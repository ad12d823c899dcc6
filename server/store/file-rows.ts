import type Database from 'better-sqlite3';
import type { Entry } from '../../protocol/entries.ts';
import type { Position } from '../../protocol/ids.ts';
import type { SavedReply } from '../../protocol/model.ts';
import { outwardFile, type FileReads, type FileWrites, type StoredFile } from './file-store.ts';

type Row = Record<string, unknown>;

export const fileOf = (row: Row): StoredFile =>
  ({
    id: row['id'],
    requestId: row['request_id'],
    position: row['position'],
    state: row['state'],
    hash: row['hash'],
    size: row['size'],
  }) as StoredFile;
export const savedReplyOf = (row: Row): SavedReply =>
  ({
    id: row['id'],
    position: row['position'],
    authorId: row['author_id'],
    title: row['title'],
    text: row['text'],
    deletedAt: row['deleted_at'],
  }) as SavedReply;

/** The tables of this file among those of the stream, each with how a row of it becomes an entry. */
export const streamedFiles: readonly { table: string; entry: (row: Row) => Entry }[] = [
  { table: 'files', entry: (row) => ({ kind: 'file', row: outwardFile(fileOf(row)) }) },
  { table: 'saved_replies', entry: (row) => ({ kind: 'saved-reply', row: savedReplyOf(row) }) },
];

/** Reads of files and saved replies, each with an index to go by. */
export function createFileReads(db: Database.Database): FileReads {
  const query = <T>(sql: string, parse: (row: Row) => T) => {
    const statement = db.prepare<unknown[], Row>(sql);
    return (...values: unknown[]): T[] => statement.all(...values).map(parse);
  };
  const file = query('SELECT * FROM files WHERE id = ?', fileOf);
  const savedReply = query('SELECT * FROM saved_replies WHERE id = ?', savedReplyOf);
  return {
    file: (id) => file(id)[0] ?? null,
    filesOf: query('SELECT * FROM files WHERE request_id = ?', fileOf),
    filesOfHash: query('SELECT * FROM files WHERE hash = ?', fileOf),
    scanningFiles: query("SELECT * FROM files WHERE state = 'scanning' ORDER BY id", fileOf),
    savedReply: (id) => savedReply(id)[0] ?? null,
    savedReplies: query('SELECT * FROM saved_replies WHERE deleted_at IS NULL', savedReplyOf),
  };
}

/** Writes of files and saved replies. `next` hands out positions, `tell` notes what changed. */
export function createFileWrites(
  db: Database.Database,
  next: () => Position,
  tell: (entry: Entry) => void,
): FileWrites {
  const put = db.prepare(
    `INSERT INTO files (id, request_id, position, state, hash, size) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, state = excluded.state`,
  );
  const putReply = db.prepare(
    `INSERT INTO saved_replies (id, position, author_id, title, text, deleted_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, text = excluded.text,
       deleted_at = excluded.deleted_at`,
  );
  return {
    putFile: (row) => {
      const file = { ...row, position: next() };
      put.run(file.id, file.requestId, file.position, file.state, file.hash, file.size);
      tell({ kind: 'file', row: outwardFile(file) });
      return file;
    },
    putSavedReply: (row) => {
      const reply = { ...row, position: next() };
      putReply.run(reply.id, reply.position, reply.authorId, reply.title, reply.text, reply.deletedAt);
      tell({ kind: 'saved-reply', row: reply });
      return reply;
    },
  };
}
