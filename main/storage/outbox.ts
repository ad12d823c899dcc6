import type { ConsoleCommand } from '../../protocol/commands.ts';
import type { ErrorCode, ErrorDetails } from '../../protocol/errors.ts';
import type { CommandId, RequestId } from '../../protocol/ids.ts';
import type { Draft, Refused } from '../../preload/details-contract.ts';
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
export type NewCommand = Pick<Waiting, 'id' | 'name' | 'input' | 'at'> & { takesDraft?: boolean };
export type Outbox = ReturnType<typeof createOutbox>;

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

const requestOf = (row: Row | undefined): RequestId | null => (row?.['request_id'] as RequestId | undefined) ?? null;

/**
 * What the technician wrote: commands on their way and drafts, in pending.db. Everything is of the owner who is
 * signed in; what another one left behind waits for him.
 */
export function createOutbox(pending: Statements, owner: () => string) {
  const clearDraft = (id: RequestId): void =>
    void pending.run('DELETE FROM drafts WHERE owner = ? AND request_id = ?', owner(), id);

  return {
    /** Queues a command; `takesDraft`: it is the draft that is sent, which goes in the same step. A later read mark replaces a queued one. */
    addCommand: ({ id, name, input, at, takesDraft = false }: NewCommand): void =>
      pending.transaction(() => {
        if (name === 'chat.read') {
          pending.run(
            "DELETE FROM outbox WHERE owner = ? AND request_id = ? AND name = 'chat.read' AND state = 'queued'",
            owner(),
            input.id,
          );
        }
        pending.run(
          'INSERT INTO outbox (id, owner, name, input, request_id, at) VALUES (?, ?, ?, ?, ?, ?)',
          id,
          owner(),
          name,
          JSON.stringify(input),
          input.id,
          at,
        );
        if (takesDraft) clearDraft(input.id);
      }),
    /** The oldest queued command of a request; null if there is none. */
    readNextCommand: (request: RequestId): Waiting | null => {
      const row = pending.one(
        "SELECT * FROM outbox WHERE owner = ? AND request_id = ? AND state = 'queued' ORDER BY place LIMIT 1",
        owner(),
        request,
      );
      return row === undefined ? null : waitingOf(row);
    },
    /** Requests with queued commands, the one that has waited longest first. */
    readQueuedRequests: (): RequestId[] =>
      pending
        .many(
          "SELECT request_id FROM outbox WHERE owner = ? AND state = 'queued' GROUP BY request_id ORDER BY min(place)",
          owner(),
        )
        .map((row) => row['request_id'] as RequestId),
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
        const row = pending.one("SELECT * FROM outbox WHERE id = ? AND owner = ? AND state = 'refused'", id, owner());
        if (row === undefined) return null;
        pending.run('DELETE FROM outbox WHERE id = ?', id);
        pending.run(
          'INSERT INTO outbox (id, owner, name, input, request_id, at) VALUES (?, ?, ?, ?, ?, ?)',
          newId,
          owner(),
          row['name'],
          row['input'],
          row['request_id'],
          row['at'],
        );
        return requestOf(row);
      }),
    discardCommand: (id: CommandId): RequestId | null =>
      requestOf(
        pending.one(
          "DELETE FROM outbox WHERE id = ? AND owner = ? AND state = 'refused' RETURNING request_id",
          id,
          owner(),
        ),
      ),
    /** Commands that are not settled, in the order they were given; of one request, or all. */
    readWaiting: (request: RequestId | null): Waiting[] =>
      (request === null
        ? pending.many('SELECT * FROM outbox WHERE owner = ? ORDER BY place', owner())
        : pending.many('SELECT * FROM outbox WHERE owner = ? AND request_id = ? ORDER BY place', owner(), request)
      ).map(waitingOf),
    /** Commands that the relay does not have yet, but for read marks, which nobody gave on purpose. */
    countUnsent: (): number =>
      Number(
        pending.one(
          "SELECT count(*) AS n FROM outbox WHERE owner = ? AND state = 'queued' AND name <> 'chat.read'",
          owner(),
        )?.['n'],
      ),
    readDraft: (id: RequestId): Draft | null => {
      const row = pending.one('SELECT text, note FROM drafts WHERE owner = ? AND request_id = ?', owner(), id);
      return row === undefined ? null : { text: String(row['text']), note: row['note'] === 1 };
    },
    writeDraft: (id: RequestId, { text, note }: Draft): void => {
      if (text === '') return clearDraft(id);
      pending.run(
        'INSERT OR REPLACE INTO drafts (owner, request_id, text, note) VALUES (?, ?, ?, ?)',
        owner(),
        id,
        text,
        Number(note),
      );
    },
  };
}

/** What the outbox leaves to the other parts of the storage, which know where the cache stands. */
export function createSettling(pending: Statements, owner: () => string) {
  return {
    /** Whether there is anything that could be settled. */
    hasAny: (): boolean => pending.one('SELECT 1 FROM outbox LIMIT 1') !== undefined,
    /** The relay has the command, at this position; it leaves when the cursor has come there. */
    settle: (id: CommandId, position: number, cursor: number): void => {
      if (position <= cursor) pending.run('DELETE FROM outbox WHERE id = ?', id);
      else pending.run("UPDATE outbox SET state = 'answered', position = ? WHERE id = ?", position, id);
    },
    /** The cursor moved: what it has passed is done. Answers whose requests' commands left. */
    passCursor: (cursor: number): RequestId[] =>
      pending
        .many("DELETE FROM outbox WHERE state = 'answered' AND position <= ? RETURNING request_id", cursor)
        .map((row) => row['request_id'] as RequestId),
    /** Own texts came back as entries: they are done, whether or not their answers arrived. */
    settleTexts: (ids: readonly string[]): void => {
      for (const id of ids) pending.run('DELETE FROM outbox WHERE id = ?', id);
    },
    draftedRequests: (): Set<RequestId> =>
      new Set(
        pending
          .many('SELECT request_id FROM drafts WHERE owner = ?', owner())
          .map((row) => row['request_id'] as RequestId),
      ),
    forgetOwn: (): void => {
      pending.run('DELETE FROM outbox WHERE owner = ?', owner());
      pending.run('DELETE FROM drafts WHERE owner = ?', owner());
    },
  };
}
export type Settling = ReturnType<typeof createSettling>;

/** A refusal as the page shows it. */
export const refusedOf = ({ id, name, code, details, at }: Waiting): Refused => ({
  commandId: id,
  name,
  code: code ?? 'internal',
  details,
  at,
});
