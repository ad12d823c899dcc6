import type { ErrorCode, ErrorDetails } from '../../protocol/errors.ts';
import type { MessageId, RequestId } from '../../protocol/ids.ts';
import type { Row, Statements } from './statements.ts';

/** A file on its way to the relay. */
export type Upload = {
  /** Of the upload, of the file and of the message that will carry it. */
  id: MessageId;
  requestId: RequestId;
  /** Where its bytes are on this machine, and its size and time of change when it was chosen. */
  path: string;
  name: string;
  size: number;
  modifiedAt: number;
  /** The console made it, of what was pasted; it goes when it is done with. */
  spooled: boolean;
  at: number;
  state: 'queued' | 'sent' | 'refused';
  code: ErrorCode | null;
  details: ErrorDetails;
};
export type Uploads = ReturnType<typeof createUploads>;

const uploadOf = (row: Row): Upload =>
  ({
    id: row['id'],
    requestId: row['request_id'],
    path: row['path'],
    name: row['name'],
    size: row['size'],
    modifiedAt: row['modified_at'],
    spooled: row['spooled'] === 1,
    at: row['at'],
    state: row['state'],
    code: row['code'],
    details: row['details'] === null ? {} : JSON.parse(String(row['details'])),
  }) as Upload;

/** Files on their way, in pending.db: they wait there for the connection, for a restart, for what it takes. */
export function createUploads(pending: Statements, owner: () => string) {
  const readUpload = (id: MessageId): Upload | null => {
    const row = pending.one('SELECT * FROM uploads WHERE id = ? AND owner = ?', id, owner());
    return row === undefined ? null : uploadOf(row);
  };
  return {
    addUpload: (upload: Omit<Upload, 'state' | 'code' | 'details'>): void =>
      void pending.run(
        `INSERT INTO uploads (id, owner, request_id, path, name, size, modified_at, spooled, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        upload.id,
        owner(),
        upload.requestId,
        upload.path,
        upload.name,
        upload.size,
        upload.modifiedAt,
        Number(upload.spooled),
        upload.at,
      ),
    readUpload,
    /** All of the owner, the oldest first; ids sort by time. */
    readUploads: (): Upload[] =>
      pending.many('SELECT * FROM uploads WHERE owner = ? ORDER BY id', owner()).map(uploadOf),
    readUploadsOf: (request: RequestId): Upload[] =>
      pending
        .many('SELECT * FROM uploads WHERE owner = ? AND request_id = ? ORDER BY id', owner(), request)
        .map(uploadOf),
    countQueuedUploads: (): number =>
      Number(pending.one("SELECT count(*) AS n FROM uploads WHERE owner = ? AND state = 'queued'", owner())?.['n']),
    /** The relay has it whole; its entry takes it away. */
    markUploadSent: (id: MessageId): void => void pending.run("UPDATE uploads SET state = 'sent' WHERE id = ?", id),
    refuseUpload: (id: MessageId, code: ErrorCode, details: ErrorDetails): void =>
      void pending.run(
        "UPDATE uploads SET state = 'refused', code = ?, details = ? WHERE id = ?",
        code,
        JSON.stringify(details),
        id,
      ),
    /** A refused one is to be tried again. */
    retryUpload: (id: MessageId): Upload | null => {
      pending.run(
        "UPDATE uploads SET state = 'queued', code = NULL, details = NULL WHERE id = ? AND owner = ? AND state = 'refused'",
        id,
        owner(),
      );
      return readUpload(id);
    },
    /** Takes it off; answers what it was, or null. */
    removeUpload: (id: MessageId): Upload | null => {
      const upload = readUpload(id);
      pending.run('DELETE FROM uploads WHERE id = ? AND owner = ?', id, owner());
      return upload;
    },
    /** Those that the relay had whole when the console ended: they come, or came, as entries. */
    forgetSentUploads: (): void => void pending.run("DELETE FROM uploads WHERE state = 'sent'"),
  };
}

/** What the uploads leave to the other parts of the storage. */
export function createUploadSettling(pending: Statements, owner: () => string) {
  return {
    hasAnyUpload: (): boolean => pending.one('SELECT 1 FROM uploads LIMIT 1') !== undefined,
    /** Own messages came back as entries: the files that they carry have arrived. */
    settleUploads: (ids: readonly string[]): void => {
      for (const id of ids) pending.run('DELETE FROM uploads WHERE id = ?', id);
    },
    forgetOwnUploads: (): void => void pending.run('DELETE FROM uploads WHERE owner = ?', owner()),
  };
}
