import type { SavedReplyRow } from '../../preload/files-contract.ts';
import type { SavedReply } from '../../protocol/model.ts';
import type { Statements } from './statements.ts';

/** Writes a row if it is newer than the one there; answers whether it was. */
export const putSavedReply = (cache: Statements, row: SavedReply): boolean =>
  cache.run(
    `INSERT INTO saved_replies (id, position, doc) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc
       WHERE excluded.position > position`,
    row.id,
    row.position,
    JSON.stringify(row),
  ) > 0;

/** Those that were not deleted, by title. */
export const readSavedReplies = (cache: Statements): SavedReplyRow[] =>
  cache
    .many(
      `SELECT doc, technicians.name AS author FROM saved_replies
         LEFT JOIN technicians ON technicians.id = doc ->> 'authorId'
        WHERE doc ->> 'deletedAt' IS NULL ORDER BY doc ->> 'title' COLLATE NOCASE, saved_replies.id`,
    )
    .map((row) => {
      const { id, title, text, authorId } = JSON.parse(String(row['doc'])) as SavedReply;
      return { id, title, text, authorId, authorName: String(row['author'] ?? '') };
    });
