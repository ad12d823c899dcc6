import type { ConsoleCommand, ConsoleInput, ConsoleOutput } from '../../protocol/commands.ts';
import type { ErrorCode, Result } from '../../protocol/errors.ts';
import type { CommandId, CompanyId, MessageId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { ChatEvent, Message, MessageBody, Author } from '../../protocol/model.ts';
import type { TechnicianActor } from '../access.ts';
import type { OutgoingMethod } from '../store/reach-store.ts';
import type { Awaitable, Writer } from '../store/store.ts';

/** What a command works with: its transaction, who gave it, its own id, and the time. */
export type CommandContext = {
  tx: Writer;
  id: CommandId;
  now: number;
  newId: () => string;
  /** Whether a technician is Available and within reach of a console right now. */
  isReachable: (technician: TechnicianId) => Awaitable<boolean>;
  /** Whether such a technician may serve the company. */
  isAnybodyReachable: (company: CompanyId) => Awaitable<boolean>;
  /** For how long a link to a profile is good, in milliseconds. */
  profileLinkMs: number;
  /** Why nobody can be reached at this address by this method, or null. */
  addressObjection: (method: OutgoingMethod, address: string) => ErrorCode | null;
};

export type ConsoleHandler<N extends ConsoleCommand> = (
  context: CommandContext & { actor: TechnicianActor },
  input: ConsoleInput<N>,
) => Promise<Result<ConsoleOutput<N>>>;

/** Appends a line to a request's conversation, keeps the customer's waiting time right, and has him told if need be. */
export async function addLine(
  { tx, now, newId }: Pick<CommandContext, 'tx' | 'now' | 'newId'>,
  requestId: RequestId,
  author: Author,
  body: MessageBody,
  id: string = newId(),
): Promise<Message> {
  const waiting = (await tx.activity(requestId))?.waitingSince ?? null;
  // On a page that is closed by now nobody sees it: after a while it goes by push, where there is one, and mail (spec 3).
  if (author.kind === 'technician' && (body.kind === 'text' || body.kind === 'file')) {
    await tx.noteAnswer(requestId, now);
    await tx.notePush(requestId, now);
  }
  return tx.addMessage(
    { id: id as MessageId, requestId, at: now, author, body },
    waitingAfter(waiting, author, body, now),
  );
}

/** A customer waits from the first text or file that none of a technician has followed. */
function waitingAfter(waiting: number | null, author: Author, body: MessageBody, now: number): number | null {
  if (body.kind !== 'text' && body.kind !== 'file') return waiting;
  return author.kind === 'customer' ? (waiting ?? now) : null;
}

/** Appends a line that tells what happened. */
export const addEvent = (
  context: Pick<CommandContext, 'tx' | 'now' | 'newId'>,
  requestId: RequestId,
  event: ChatEvent,
): Promise<Message> => addLine(context, requestId, { kind: 'system' }, { kind: 'event', event });
