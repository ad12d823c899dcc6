import type { MessageId, RequestId, SavedReplyId } from '../../protocol/ids.ts';
import type { FileState, SavedReply } from '../../protocol/model.ts';
import type { Awaitable } from './awaitable.ts';

// The store's front door for files and saved replies: a part of store.ts.

/** A file with what only the relay needs: where its bytes are, and how many. */
export type StoredFile = FileState & { hash: string; size: number };

export type FileReads = {
  file(id: MessageId): Awaitable<StoredFile | null>;
  /** Files of a request, those that were refused included. */
  filesOf(request: RequestId): Awaitable<StoredFile[]>;
  /** Files with these very bytes. */
  filesOfHash(hash: string): Awaitable<StoredFile[]>;
  /** Files that nobody gets before the scanner has seen them. */
  scanningFiles(): Awaitable<StoredFile[]>;
  savedReply(id: SavedReplyId): Awaitable<SavedReply | null>;
  /** Those that were not deleted. */
  savedReplies(): Awaitable<SavedReply[]>;
};
export type FileWrites = {
  putFile(row: Omit<StoredFile, 'position'>): Awaitable<StoredFile>;
  putSavedReply(row: Omit<SavedReply, 'position'>): Awaitable<SavedReply>;
};

/** A file's row as it goes out: where its bytes are is the relay's business. */
export const outwardFile = ({ id, requestId, position, state }: FileState): FileState => ({
  id,
  requestId,
  position,
  state,
});
