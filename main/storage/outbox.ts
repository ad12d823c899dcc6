import type { ConsoleCommand } from '../../protocol/commands.ts';
import type { ErrorCode, ErrorDetails } from '../../protocol/errors.ts';
import type { CommandId, RequestId } from '../../protocol/ids.ts';
import type { Draft, Refused } from '../../preload/contract.ts';
import type { Row, Statements } from './statements.ts';

/** A command of the technician that the relay has not settled. */
export type Waiting = {
  id: CommandId;
  name: ConsoleCommand;
  input: { id: RequestId } & Record<string, unknown>;
  requestId: RequestId;
  at: number;
  state: 'queued' | 'answered' | 'refused';
  code: ErrorCode | null;
  details: ErrorDetails;
};

const waitingOf = (row: Row): Waiting =>
  ({
    id: row['id'],
    name: row['name'],
    input: JSON.parse(String(row['input'])),
    requestId: row['request_id'],
    at: row['at'],
    state: row['state'],
    code: row['code'],
    details: row['details'] === null ? {} : JSON.parse(String(row['details'])),
  }) as Waiting;

/** What the technician wrote: commands on their way and drafts, in pending.db. */
export function createOutbox(pending: Statements) {
  const clearDraft = (id: RequestId): void => void pending.run('DELETE FROM drafts WHERE request_id = ?', id);

  return {
    /** Queues a command; a sent text takes its draft with it, in one step. */
    addCommand: (command: Pick<Waiting, 'id' | 'name' | 'input' | 'at'>): void =>
      pending.transaction(() => {
        const { id, name, input, at } = command;
        pending.run(
          'INSERT INTO outbox (id, name, input, request_id, at) VALUES (?, ?, ?, ?, ?)',
          id,
          name,
          JSON.stringify(input),
          input.id,
          at,
        );
        if (name === 'chat.send' || name === 'chat.note') clearDraft(input.id);
      }),
    /** The next commands to send: of each request the oldest queued one, unless one of it was refused and still waits for a decision. */
    readNextCommands: (): Waiting[] =>
      pending
        .many(
          `SELECT * FROM outbox WHERE state = 'queued' AND place IN
             (SELECT min(place) FROM outbox WHERE state = 'queued' GROUP BY request_id) ORDER BY place`,
        )
        .map(waitingOf),
    /** The relay has it, at this position; it leaves when the cursor has come there. */
    settleCommand: (id: CommandId, position: number, cursor: number): void => {
      if (position <= cursor) pending.run('DELETE FROM outbox WHERE id = ?', id);
      else pending.run("UPDATE outbox SET state = 'answered', position = ? WHERE id = ?", position, id);
    },
    refuseCommand: (id: CommandId, code: ErrorCode, details: ErrorDetails): void =>
      void pending.run(
        "UPDATE outbox SET state = 'refused', code = ?, details = ? WHERE id = ?",
        code,
        JSON.stringify(details),
        id,
      ),
    /** Sends a refused command again, under a new id, at the end of its request's queue. */
    retryCommand: (id: CommandId, newId: CommandId): RequestId | null =>
      pending.transaction(() => {
        const row = pending.one("SELECT * FROM outbox WHERE id = ? AND state = 'refused'", id);
        if (row === undefined) return null;
        pending.run('DELETE FROM outbox WHERE id = ?', id);
        pending.run(
          'INSERT INTO outbox (id, name, input, request_id, at) VALUES (?, ?, ?, ?, ?)',
          newId,
          row['name'],
          row['input'],
          row['request_id'],
          row['at'],
        );
        return row['request_id'] as RequestId;
      }),
    discardCommand: (id: CommandId): RequestId | null => {
      const row = pending.one("SELECT request_id FROM outbox WHERE id = ? AND state = 'refused'", id);
      pending.run("DELETE FROM outbox WHERE id = ? AND state = 'refused'", id);
      return (row?.['request_id'] as RequestId | undefined) ?? null;
    },
    /** The cursor moved: what it has passed, and own texts that came back as entries, are done. */
    passCursor: (cursor: number): RequestId[] =>
      pending
        .many("DELETE FROM outbox WHERE state = 'answered' AND position <= ? RETURNING request_id", cursor)
        .map((row) => row['request_id'] as RequestId),
    /** Commands that are not settled; of one request, or all. */
    readWaiting: (request: RequestId | null): Waiting[] =>
      (request === null
        ? pending.many('SELECT * FROM outbox ORDER BY place')
        : pending.many('SELECT * FROM outbox WHERE request_id = ? ORDER BY place', request)
      ).map(waitingOf),
    countUnsent: (): number =>
      Number(
        pending.one("SELECT count(*) AS n FROM outbox WHERE state = 'queued' AND name <> 'chat.read'")?.['n'] ?? 0,
      ),
    readDraft: (id: RequestId): Draft | null => {
      const row = pending.one('SELECT text, note FROM drafts WHERE request_id = ?', id);
      return row === undefined ? null : { text: String(row['text']), note: row['note'] === 1 };
    },
    writeDraft: (id: RequestId, draft: Draft): void => {
      if (draft.text === '') clearDraft(id);
      else
        pending.run(
          'INSERT OR REPLACE INTO drafts (request_id, text, note) VALUES (?, ?, ?)',
          id,
          draft.text,
          Number(draft.note),
        );
    },
    draftedRequests: (): Set<RequestId> =>
      new Set(pending.many('SELECT request_id FROM drafts').map((row) => row['request_id'] as RequestId)),
  };
}
export type Outbox = ReturnType<typeof createOutbox>;

/** A refusal as the page shows it. */
export const refusedOf = ({ id, name, code, details, at }: Waiting): Refused => ({
  commandId: id,
  name,
  code: code ?? 'internal',
  details,
  at,
});
