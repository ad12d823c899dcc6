/** Why the storage could not do something, by what is so. */
export type StorageCode =
  /** pending.db was written by a newer Sportello: this one must not touch it. */
  | 'newer'
  /** Another program holds a file. */
  | 'locked'
  /** No room on the disk; nothing was changed. */
  | 'full'
  /** A file or its folder may not be written. */
  | 'read-only'
  /** A file cannot be read for what it is; it is set aside where that is possible. */
  | 'damaged'
  | 'closed'
  | 'bug';

/** A failure of the storage; it crosses the thread's border as code and message. */
export class StorageError extends Error {
  readonly code: StorageCode;
  constructor(code: StorageCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}

const codes: readonly [pattern: RegExp, code: StorageCode][] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'full'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/, 'read-only'],
];

/** What an error of SQLite or of the file system means here. */
export function failureOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : '';
  const message = error instanceof Error ? error.message : String(error);
  return new StorageError(codes.find(([pattern]) => pattern.test(code))?.[1] ?? 'bug', message, { cause: error });
}
