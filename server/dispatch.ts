import {
  consoleCommands,
  portalCommands,
  CommandFrame,
  type ConsoleCommand,
  type PortalCommand,
} from '../protocol/commands.ts';
import { refuse, type Result } from '../protocol/errors.ts';
import type { CommandId, RequestId, TechnicianId } from '../protocol/ids.ts';
import type { TechnicianActor } from './access.ts';
import { endNotice, publishNotice, revoke, setAvailable } from './commands/accounts.ts';
import * as chat from './commands/chat.ts';
import type { CommandContext, ConsoleHandler } from './commands/context.ts';
import * as customer from './commands/customer.ts';
import type { CustomerActor, PortalHandler } from './commands/customer.ts';
import * as handover from './commands/handover.ts';
import * as requests from './commands/requests.ts';
import type { Awaitable, Store, Writer } from './store/store.ts';

const consoleHandlers: { [N in ConsoleCommand]: ConsoleHandler<N> } = {
  'availability.set': setAvailable,
  'request.assign': requests.assign,
  'request.unassign': requests.unassign,
  'request.transfer': requests.transfer,
  'handover.accept': handover.accept,
  'handover.decline': handover.decline,
  'handover.cancel': handover.cancel,
  'request.close': requests.close,
  'request.reopen': requests.reopen,
  'chat.join': chat.join,
  'chat.end': chat.end,
  'chat.send': chat.send,
  'chat.note': chat.note,
  'chat.read': chat.read,
  'notice.publish': publishNotice,
  'notice.end': endNotice,
  'session.revoke': revoke,
};

const portalHandlers: { [N in PortalCommand]: PortalHandler<N> } = {
  'request.submit': customer.submit,
  'chat.send': customer.send,
  'chat.read': customer.read,
  'request.rate': customer.rate,
};

type Decoded<N> = { id: CommandId; name: N; input: unknown };

/** A frame as its command with a checked input, or `bad-input`. */
function decode<N extends string>(
  commands: Readonly<Record<N, { input: { safeParse(value: unknown): { success: boolean; data?: unknown } } }>>,
  frame: unknown,
): Result<Decoded<N>> {
  const parsed = CommandFrame.safeParse(frame);
  if (!parsed.success || !Object.hasOwn(commands, parsed.data.name)) return refuse('bad-input');
  const name = parsed.data.name as N;
  const input = commands[name].input.safeParse(parsed.data.input);
  return input.success ? { ok: true, value: { id: parsed.data.id, name, input: input.data } } : refuse('bad-input');
}

export type DispatchParts = {
  store: Store;
  clock: () => number;
  newId: () => string;
  isReachable: (technician: TechnicianId) => Awaitable<boolean>;
  secretOf: (id: RequestId) => string;
  /** Told of every command that was decoded, for metrics. */
  onOutcome: (name: string, outcome: string, milliseconds: number) => void;
};

export type Dispatch = ReturnType<typeof createDispatch>;

/** The funnel that every change goes through: decode -> seen before? -> access and lifecycle -> command -> commit -> answer. */
export function createDispatch({ store, clock, newId, isReachable, secretOf, onOutcome }: DispatchParts) {
  /** Runs a command once for its id: a repetition by the same actor gets the first answer, by anybody else a refusal. */
  async function once<V>(
    actor: string,
    { id, name }: Decoded<string>,
    run: (context: CommandContext) => Promise<Result<V>>,
  ): Promise<Result<V>> {
    const started = performance.now();
    const result = await store.write(async (tx: Writer): Promise<Result<V>> => {
      const before = await tx.answered(id);
      if (before !== null) {
        if (before.actor !== actor || before.name !== name) return refuse('command-id-reused');
        return JSON.parse(before.answer) as Result<V>;
      }
      const answer = await run({ tx, id, now: clock(), newId, isReachable });
      if (answer.ok) await tx.putAnswer(id, { actor, name, answer: JSON.stringify(answer) });
      return answer;
    });
    onOutcome(name, result.ok ? 'ok' : result.code, performance.now() - started);
    return result;
  }

  return {
    /** A technician's command; `actorOf` reads who he is and what he may see within the transaction. */
    console: async (id: TechnicianId, frame: unknown): Promise<Result<unknown>> => {
      const decoded = decode(consoleCommands, frame);
      if (!decoded.ok) return decoded;
      const handler = consoleHandlers[decoded.value.name] as ConsoleHandler<ConsoleCommand>;
      return once<unknown>(id, decoded.value, async (context) => {
        const account = await context.tx.account(id);
        const scope = await context.tx.scope(id);
        if (account === null || scope === null) return refuse('not-signed-in');
        const actor: TechnicianActor = { kind: 'technician', id, role: account.role, scope };
        return handler({ ...context, actor }, decoded.value.input as never);
      });
    },

    /** A customer's command. The page of a request that was just submitted owns it from the answer on. */
    portal: async (actor: CustomerActor, frame: unknown): Promise<Result<unknown>> => {
      const decoded = decode(portalCommands, frame);
      if (!decoded.ok) return decoded;
      const handler = portalHandlers[decoded.value.name] as PortalHandler<PortalCommand>;
      // A page that submits has no request yet: its command ids are its own, 74 random bits each.
      const who = decoded.value.name === 'request.submit' ? 'submit' : `customer ${actor.request}`;
      return once<unknown>(who, decoded.value, (context) =>
        handler({ ...context, actor, secretOf }, decoded.value.input as never),
      );
    },
  };
}
