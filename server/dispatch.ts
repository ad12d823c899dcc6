import {
  consoleCommands,
  portalCommands,
  CommandFrame,
  type ConsoleCommand,
  type PortalCommand,
} from '../protocol/commands.ts';
import { refuse, type Result } from '../protocol/errors.ts';
import type { CompanyId, RequestId, TechnicianId } from '../protocol/ids.ts';
import type { TechnicianActor } from './access.ts';
import { customerKey, firstAnswer, remember, type Decoded } from './answered.ts';
import { endNotice, publishNotice, revoke, setAvailable } from './commands/accounts.ts';
import * as chat from './commands/chat.ts';
import type { CommandContext, ConsoleHandler } from './commands/context.ts';
import * as customer from './commands/customer.ts';
import type { CustomerActor, PortalHandler } from './commands/customer.ts';
import * as handover from './commands/handover.ts';
import * as customerScreenShare from './commands/customer-screen-share.ts';
import * as profiles from './commands/profiles.ts';
import * as push from './commands/push.ts';
import * as reach from './commands/reach.ts';
import * as requests from './commands/requests.ts';
import * as savedReplies from './commands/saved-replies.ts';
import * as screenShare from './commands/screen-share.ts';
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
  'saved-reply.save': savedReplies.save,
  'saved-reply.delete': savedReplies.remove,
  'session.revoke': revoke,
  'reach.set': reach.set,
  'reach.tell': reach.tell,
  'screenShare.request': screenShare.request,
  'screenShare.resend': screenShare.resend,
  'screenShare.cancel': screenShare.cancel,
  'screenShare.end': screenShare.end,
  'screenShare.report': screenShare.report,
  'profile.deliver': profiles.deliver,
};

const portalHandlers: { [N in PortalCommand]: PortalHandler<N> } = {
  'request.submit': customer.submit,
  'chat.send': customer.send,
  'chat.read': customer.read,
  'request.rate': customer.rate,
  'push.subscribe': push.subscribe,
  'push.unsubscribe': push.unsubscribe,
  'screenShare.accept': customerScreenShare.accept,
  'screenShare.decline': customerScreenShare.decline,
  'screenShare.end': customerScreenShare.end,
  'screenShare.report': customerScreenShare.report,
};

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
  isAnybodyReachable: (company: CompanyId) => Awaitable<boolean>;
  profileLinkMs: CommandContext['profileLinkMs'];
  addressObjection: CommandContext['addressObjection'];
  secretOf: (id: RequestId) => string;
  /** Told of every command, for metrics; one that could not be read is `unreadable`. */
  onOutcome: (name: string, outcome: string, milliseconds: number) => void;
};

/** A console by its sign-in: who it is, and the hash of the token by which that can be revoked. */
export type SignIn = { technician: TechnicianId; tokenHash: string };

export type Dispatch = ReturnType<typeof createDispatch>;

/** The funnel that every change goes through: decode -> still signed in? -> seen before? -> access and lifecycle -> command -> commit -> answer. */
export function createDispatch({ store, clock, newId, secretOf, onOutcome, ...surroundings }: DispatchParts) {
  let stopping = false;

  async function settled(name: string, work: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
    const started = performance.now();
    const result = stopping ? refuse('relay-stopping') : await work();
    onOutcome(name, result.ok ? 'ok' : result.code, performance.now() - started);
    return result;
  }

  /** Runs a command once for its id: a repetition gets the first answer. */
  async function once(
    tx: Writer,
    actor: string,
    command: Decoded,
    run: (context: CommandContext) => Promise<Result<unknown>>,
  ): Promise<Result<unknown>> {
    const before = await firstAnswer(tx, actor, command);
    if (before !== null) return before;
    const now = clock();
    const answer = await run({ tx, id: command.id, now, newId, ...surroundings });
    if (answer.ok) await remember(tx, actor, command, answer, now);
    return answer;
  }

  /** Who the technician is and what he may see as of this transaction; null if the sign-in was revoked. */
  async function actorOf(tx: Writer, { technician, tokenHash }: SignIn): Promise<TechnicianActor | null> {
    const session = await tx.session(tokenHash);
    const account = await tx.account(technician);
    const scope = await tx.scope(technician);
    if (session === null || account === null || scope === null) return null;
    return { kind: 'technician', id: technician, role: account.role, scope };
  }

  return {
    /** A technician's command. */
    console: (who: SignIn, frame: unknown): Promise<Result<unknown>> => {
      const decoded = decode(consoleCommands, frame);
      if (!decoded.ok) return settled('unreadable', async () => decoded);
      const command = decoded.value;
      const handler = consoleHandlers[command.name] as ConsoleHandler<ConsoleCommand>;
      return settled(command.name, () =>
        store.write(async (tx) => {
          const actor = await actorOf(tx, who);
          if (actor === null) return refuse('not-signed-in');
          return once(tx, actor.id, command, (context) => handler({ ...context, actor }, command.input as never));
        }),
      );
    },

    /** A customer's command. The page of a request that was just submitted owns it from the answer on. */
    portal: (actor: CustomerActor, frame: unknown): Promise<Result<unknown>> => {
      const decoded = decode(portalCommands, frame);
      if (!decoded.ok) return settled('unreadable', async () => decoded);
      const command = decoded.value;
      const handler = portalHandlers[command.name] as PortalHandler<PortalCommand>;
      // A page that submits has no request yet: its command ids are its own, 74 random bits each.
      const who = command.name === 'request.submit' ? 'submit' : customerKey(actor.request);
      return settled(command.name, () =>
        store.write((tx) =>
          once(tx, who, command, (context) => handler({ ...context, actor, secretOf }, command.input as never)),
        ),
      );
    },

    /** From now on every command is told that the relay stops; resolves when those before are on disk. */
    stop: (): Promise<void> => {
      stopping = true;
      return store.settled();
    },
  };
}
