import { createHash } from 'node:crypto';
import { ok, refuse, type Result } from '../protocol/errors.ts';
import type { CommandId, MessageId } from '../protocol/ids.ts';
import type { Message } from '../protocol/model.ts';
import type { Writer } from './store/store.ts';

/**
 * Answered commands are remembered for so long. Who lost an answer asks again seconds after the connection is back; a
 * quarter of a year covers a laptop that lay in a drawer. What comes later is judged anew by the state it finds.
 */
export const answersKeptMs = 92 * 86_400_000;

/** A command with its checked input. */
export type Decoded<N extends string = string> = { id: CommandId; name: N; input: unknown };

/** A text is stored under the id of its command, for ever, so it is the record of it: most commands need no other. */
const texts: Readonly<Record<string, 'text' | 'note'>> = { 'chat.send': 'text', 'chat.note': 'note' };

const digestOf = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('base64url');

/**
 * The answer that this very command got before; null the first time. An id that was used for anything else, by
 * somebody else, under another name or with another input, is refused. Refusals are not remembered: they changed
 * nothing, so a repetition takes effect once at most and is judged by how things stand; and nobody fills the disk
 * with what he may not do.
 */
export async function firstAnswer(tx: Writer, actor: string, command: Decoded): Promise<Result<unknown> | null> {
  const message = await tx.message(command.id as string as MessageId);
  if (message !== null) return answerOfText(message, actor, command);
  const before = await tx.answered(command.id);
  if (before === null) return null;
  const { name, input } = command;
  const isSame = before.actor === actor && before.name === name && [null, digestOf(input)].includes(before.input);
  return isSame ? (JSON.parse(before.answer) as Result<unknown>) : refuse('command-id-reused');
}

/** Remembers an accepted command. */
export async function remember(
  tx: Writer,
  actor: string,
  { id, name, input }: Decoded,
  answer: Result<unknown>,
  now: number,
): Promise<void> {
  if (Object.hasOwn(texts, name)) return;
  await tx.putAnswer(id, { actor, name, input: digestOf(input), answer: JSON.stringify(answer), at: now });
}

function answerOfText(message: Message, actor: string, { name, input }: Decoded): Result<unknown> {
  const { author, body, requestId, position, seq, at } = message;
  const given = input as { id?: number; text?: string };
  const isText = body.kind !== 'event' && body.kind === texts[name] && body.text === given.text;
  if (isText && author.kind === 'technician' && author.id === actor && requestId === given.id)
    return ok({ position, seq });
  if (isText && author.kind === 'customer' && customerKey(requestId) === actor) return ok({ at });
  return refuse('command-id-reused');
}

/** Under what name a request's customer gives commands. */
export const customerKey = (request: number | null): string => `customer ${request}`;
