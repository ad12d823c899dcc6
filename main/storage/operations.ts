import type { Entry } from '../../protocol/entries.ts';
import type { CommandId, CompanyId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import { createApply, type Changes } from './apply.ts';
import { createConversations } from './conversation.ts';
import { createStatusCounts } from './counts.ts';
import { createLists } from './lists.ts';
import { readNotices } from './notices.ts';
import { createNotificationSteps } from './notification-steps.ts';
import {
  closeFiles,
  deleteSetAside,
  openAsTheyAre,
  openFiles,
  type Files,
  type Opening,
  type OpenOptions,
} from './open.ts';
import { createOutbox, createSettling } from './outbox.ts';
import { overlayOf } from './overlay.ts';
import { createProgress, type Step } from './progress.ts';
import { readStanding } from './standing.ts';
import { readSavedReplies } from './saved-replies.ts';
import { createScreenShares } from './screen-shares.ts';
import { createStatements } from './statements.ts';
import { createUploads, createUploadSettling } from './uploads.ts';

/** Whose cache this is; another owner's is emptied. */
export type Owner = { relay: string; technicianId: TechnicianId };

export type Operations = ReturnType<typeof operationsOn>;

const cacheTables = [
  ...['companies', 'technicians', 'requests', 'early_activities', 'messages', 'cursors', 'notices', 'gone', 'meta'],
  ...['notification_steps', 'console_phases', 'files', 'saved_replies', 'screen_shares', 'expert_clients'],
];

/** Opens the files, mending what can be, and answers what is done on them. Throws `StorageError`s. */
export const createOperations = (options: OpenOptions, clock: () => number): Operations =>
  operationsOn(openFiles(options, clock), options.folder);

/**
 * What is done on the files where nothing has to be done to them first, and they are this owner's; null otherwise. Never
 * throws: what is wrong with them is met again by `createOperations`.
 */
export function openAtOnce(options: OpenOptions, { relay, technicianId }: Owner): Operations | null {
  const files = openAsTheyAre(options);
  if (files === null) return null;
  try {
    const operations = operationsOn(files, options.folder);
    const owner = operations.readOwner();
    if (owner?.relay === relay && owner.technicianId === technicianId) return operations;
  } catch {
    // Damaged where it was read.
  }
  closeFiles(files);
  return null;
}

/** All that the storage thread does, by name. Synchronous: one call at a time. Throws `StorageError`s. */
function operationsOn(files: Files, folder: string) {
  const cache = createStatements(files.cache, 'cache');
  const pending = createStatements(files.pending, 'pending');

  const { readMeta, writeMeta, readProgress, writeProgress, startCursor, take } = createProgress(cache);
  let owner = JSON.parse(readMeta('owner') ?? 'null') as Owner | null;
  const me = (): TechnicianId | null => owner?.technicianId ?? null;
  const ownerKey = (): string => (owner === null ? '' : `${owner.technicianId} ${owner.relay}`);

  const outbox = createOutbox(pending, ownerKey);
  const settling = createSettling(pending, ownerKey);
  const uploads = createUploads(pending, ownerKey);
  const arriving = createUploadSettling(pending, ownerKey);
  const statusCounts = createStatusCounts(cache, { readMeta, writeMeta });
  const { apply, keepOnly, scrub } = createApply({ cache, me, take, statusCounts });
  const lists = createLists({ cache, statusCounts, outbox, settling, me });
  const conversations = createConversations({ cache, outbox, uploads, me });

  function empty(): void {
    statusCounts.drop();
    cache.transaction(() => {
      for (const table of cacheTables) cache.run(`DELETE FROM ${table}`);
      for (const table of ['messages_search', 'requests_search']) {
        cache.run(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`);
      }
    });
    cache.exec('VACUUM');
    cache.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    deleteSetAside(folder, ['cache']);
  }

  return {
    ...outbox,
    ...uploads,
    ...lists,
    ...conversations,
    ...createNotificationSteps(cache),
    ...createScreenShares(cache),
    /** All that is kept of a request, with its newest `limit` lines, or all that are new: one look for what is shown at once. */
    openRequest: (id: RequestId, limit: number, connected: boolean) => ({
      details: lists.readRequest(id),
      conversation: conversations.openConversation(id, limit, connected),
      draft: outbox.readDraft(id),
    }),
    readStanding: (ids: readonly RequestId[]) => readStanding(cache, me(), overlayOf(outbox.readWaiting(null)), ids),
    /** What became of the files when they were opened. */
    readOpening: (): Opening => files.opening,
    /** Says whose data this is from now on; another's cache goes first. */
    claim: (next: Owner): void => {
      if (owner?.relay === next.relay && owner.technicianId === next.technicianId) return;
      if (owner !== null) empty();
      writeMeta('owner', JSON.stringify(next));
      owner = next;
    },
    readOwner: (): Owner | null => owner,
    /** Says of which course of events this is a copy from now on; answers whether that of another one was here, and went. */
    adoptHistory: (history: string): boolean => {
      const before = readMeta('history');
      if (before === history) return false;
      if (before !== null) {
        empty();
        writeMeta('owner', JSON.stringify(owner));
      }
      writeMeta('history', history);
      return before !== null;
    },
    /** Forgets everything of the owner, what waits to be sent too: somebody signed out. */
    forgetAll: (): void => {
      settling.forgetOwn();
      arriving.forgetOwnUploads();
      pending.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      deleteSetAside(folder, ['pending']);
      empty();
      owner = null;
    },
    readProgress,
    writeProgress,
    startCursor,
    /**
     * Writes entries and settles what they show to be done. Null, and nothing is written, if the cache is not where
     * they begin.
     */
    applyEntries: (entries: readonly Entry[], step: Step, wantsNews: boolean): Changes | null => {
      const changes = apply(entries, step, wantsNews);
      if (changes === null || (!settling.hasAny() && !arriving.hasAnyUpload())) return changes;
      const mine = me();
      const own = entries.flatMap(({ kind, row }) =>
        kind === 'message' && row.author.kind === 'technician' && row.author.id === mine ? [row.id] : [],
      );
      settling.settleTexts(own);
      arriving.settleUploads(own);
      const passed = step.kind === 'stream' ? settling.passCursor(step.to) : [];
      return { ...changes, requests: [...new Set([...changes.requests, ...passed])] };
    },
    /** The relay has the command, at this position. */
    settleCommand: (id: CommandId, position: number): void => settling.settle(id, position, readProgress().cursor),
    /** Deletes a stretch of what is out of scope; answers whether there may be more. */
    keepOnly: (companies: readonly CompanyId[], available: boolean): boolean => {
      deleteSetAside(folder, ['cache']);
      return keepOnly(companies, available, 200);
    },
    scrub,
    readCompanies: () =>
      cache.many('SELECT id, name FROM companies ORDER BY name COLLATE NOCASE') as { id: CompanyId; name: string }[],
    readNotices: () => readNotices(cache),
    readSavedReplies: () => readSavedReplies(cache),
    /** Texts, commands and files that the relay does not have yet. */
    countUnsent: (): number => outbox.countUnsent() + uploads.countQueuedUploads(),
    close: (): void => closeFiles(files),
  };
}
