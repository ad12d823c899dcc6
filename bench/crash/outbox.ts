import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import type { Result } from '../../protocol/errors.ts';

export type Command = { id: string; name: string; input: object };
export type Accepted = Command & { value: Record<string, unknown> };
export type Outbox = ReturnType<typeof createOutbox>;

/** So many commands that were answered last are asked again after a kill, besides those that were not answered. */
const askedAgain = 25;

/** Sends as a careful client does: every command until it is answered, each try under the same id. */
export function createOutbox(send: (command: Command) => Promise<Result<unknown>>) {
  const unanswered = new Map<string, Command>();
  const accepted: Accepted[] = [];
  const refused = new Map<string, number>();
  const violations: string[] = [];

  async function attempt(command: Command): Promise<void> {
    let answer: Result<unknown>;
    try {
      answer = await send(command);
    } catch {
      return; // the connection went; it stays unanswered and is sent again
    }
    if (!answer.ok && answer.code === 'relay-stopping') return;
    unanswered.delete(command.id);
    if (answer.ok) accepted.push({ ...command, value: answer.value as Record<string, unknown> });
    else refused.set(answer.code, (refused.get(answer.code) ?? 0) + 1);
  }

  return {
    accepted,
    refused,
    violations,
    unanswered: (): Command[] => [...unanswered.values()],
    /** Sends a new command; resolves when it is answered or the connection is gone. */
    say: (name: string, input: object): Promise<void> => {
      const command = { id: newId(), name, input };
      unanswered.set(command.id, command);
      return attempt(command);
    },
    /** After a kill: what was not answered, and what was answered last, under the same ids; the same answers have to come. */
    sayAgain: async (): Promise<void> => {
      for (const command of [...unanswered.values()]) await attempt(command);
      for (const { id, name, input, value } of accepted.slice(-askedAgain)) {
        const again = await send({ id, name, input });
        if (again.ok && isDeepStrictEqual(again.value, value)) continue;
        violations.push(`${name} ${id} was answered ${JSON.stringify(value)} and then ${JSON.stringify(again)}`);
      }
    },
  };
}
