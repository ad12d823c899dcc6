import type { Notice } from '../../protocol/model.ts';
import type { Statements } from './statements.ts';

/** Notices that customers are shown now, newest first. */
export const readNotices = (cache: Statements): Notice[] =>
  cache
    .many("SELECT doc FROM notices WHERE doc ->> 'endedAt' IS NULL ORDER BY doc ->> 'createdAt' DESC, id DESC")
    .map((row) => JSON.parse(String(row['doc'])) as Notice);
