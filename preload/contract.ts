import { z } from 'zod';
import { consoleCommands, consoleQueries } from '../protocol/commands.ts';
import { ErrorCode, resultOf } from '../protocol/errors.ts';
import { CommandId, Instant, MessageId, RequestId, Seq } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { Presence, Typing, Viewing } from '../protocol/live.ts';
import { Language } from '../protocol/language.ts';
import { Me } from '../protocol/technicians.ts';
import { Company, filledText, Notice } from '../protocol/model.ts';
import { actionIds } from './actions.ts';
import { filesEvents, filesMethods } from './files-contract.ts';
import { desktopEvents, desktopMethods } from './desktop-contract.ts';
import { reachMethods } from './reach-contract.ts';
import { screenShareEvents, screenShareMethods } from './screen-share-contract.ts';
import { ConversationPage, Draft, RequestDetails } from './details-contract.ts';
import { Counts, ListPage, ListWindow, MineRow } from './list-contract.ts';
import { Settings } from './settings-contract.ts';
import { mostLines } from './amounts.ts';

// The bridge between page and main process: method -> input and output, event -> payload. Main parses inputs and
// trusts its own outputs; answers are values, refusals have codes (protocol/errors.ts), nothing is thrown across.

/** How the console stands to the relay. The status strip never lies: what is said here is what is so (spec 2 Local cache). */
export const ConnectionState = z.object({
  kind: z.enum(['connecting', 'catching-up', 'live', 'offline']),
  /** Offline: since when. Otherwise null. */
  since: Instant.nullable(),
  /** Commands that the technician gave and the relay has not settled. */
  unsent: z.int().nonnegative(),
  /** Done, of 0..1, if that can be told: of catching up, or, while live, of fetching the history of closed requests. */
  progress: z.number().min(0).max(1).nullable(),
});
export type ConnectionState = z.infer<typeof ConnectionState>;

export const AccountState = z.discriminatedUnion('kind', [
  /** `reason` says why a sign-in that held before does not hold now. */
  z.object({ kind: z.literal('signed-out'), relay: z.string(), email: z.string(), reason: ErrorCode.nullable() }),
  z.object({
    kind: z.literal('signed-in'),
    relay: z.string(),
    me: Me,
    available: z.boolean(),
    /** False: the operating system offers no protection for the sign-in token; the technician is told. */
    tokenProtected: z.boolean(),
  }),
]);
export type AccountState = z.infer<typeof AccountState>;

/** What does not change while the page lives, but for the language, which comes with its settings. */
export const AppInfo = z.object({
  version: z.string(),
  platform: z.enum(['darwin', 'win32', 'linux']),
  /** The operating system's language, cut to one that there is. */
  systemLanguage: Language,
  /** BCP 47, for dates and numbers. */
  locale: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** What a page is drawn from. `lists`: the first rows as the person has filtered and ordered them; null: nobody is signed in. */
export const Start = z.object({
  app: AppInfo,
  settings: Settings,
  account: AccountState,
  connection: ConnectionState,
  lists: z.object({ requests: ListPage, mine: z.array(MineRow), counts: Counts }).nullable(),
});
export type Start = z.infer<typeof Start>;

const nothing = z.object({});
const onRequest = z.object({ id: RequestId });

/** A relay command as a bridge method: same name, same input. Durable ones answer as soon as they are safely queued here. */
const queued = <N extends keyof typeof consoleCommands>(name: N) => ({
  input: consoleCommands[name].input as (typeof consoleCommands)[N]['input'],
  output: resultOf(nothing),
});
const asked = <N extends keyof typeof consoleCommands>(name: N) => ({
  input: consoleCommands[name].input as (typeof consoleCommands)[N]['input'],
  output: resultOf(consoleCommands[name].output as (typeof consoleCommands)[N]['output']),
});

const lineLimit = z.int().positive().max(mostLines);

export const methods = {
  'start.read': { input: nothing, output: Start },
  'account.signIn': {
    input: z.object({
      relay: z.string().max(500),
      email: z.string().max(limits.email),
      password: z.string().max(1_000),
    }),
    output: resultOf(nothing),
  },
  'account.signOut': { input: nothing, output: resultOf(nothing) },
  'settings.write': { input: Settings.partial(), output: resultOf(nothing) },

  'list.read': { input: ListWindow, output: ListPage },
  'mine.read': { input: nothing, output: z.array(MineRow) },
  'companies.read': { input: nothing, output: z.array(Company.pick({ id: true, name: true })) },
  /** Those that customers are shown now, newest first. */
  'notices.read': { input: nothing, output: z.array(Notice) },
  /** All that is shown of a request, with the newest `limit` lines of its conversation, or all that are new to me. */
  'request.open': {
    input: z.object({ id: RequestId, limit: lineLimit }),
    output: z.object({
      /** null: not in this console's cache, whether or not it exists. */
      details: RequestDetails.nullable(),
      conversation: ConversationPage,
      draft: Draft.nullable(),
      presence: Presence.nullable(),
    }),
  },
  'request.read': { input: onRequest, output: RequestDetails.nullable() },
  /** The last `limit` lines before `before`, or the newest. */
  'conversation.read': {
    input: z.object({ id: RequestId, before: Seq.nullable(), limit: lineLimit }),
    output: ConversationPage,
  },
  'draft.write': { input: z.object({ id: RequestId, draft: Draft }), output: nothing },

  'availability.set': asked('availability.set'),
  'request.assign': asked('request.assign'),
  'request.unassign': queued('request.unassign'),
  'request.transfer': asked('request.transfer'),
  'request.close': queued('request.close'),
  'request.reopen': asked('request.reopen'),
  'handover.accept': asked('handover.accept'),
  'handover.decline': asked('handover.decline'),
  'handover.cancel': asked('handover.cancel'),
  'chat.join': asked('chat.join'),
  'chat.end': asked('chat.end'),
  /** Clears the draft and queues the message in one step; the line's id is answered. */
  'chat.send': {
    input: z.object({ id: RequestId, text: filledText(limits.message) }),
    output: resultOf(z.object({ id: MessageId })),
  },
  'chat.note': {
    input: z.object({ id: RequestId, text: filledText(limits.message) }),
    output: resultOf(z.object({ id: MessageId })),
  },
  'chat.read': queued('chat.read'),
  'notice.publish': asked('notice.publish'),
  'notice.end': asked('notice.end'),
  'session.revoke': asked('session.revoke'),
  'session.list': { input: nothing, output: resultOf(consoleQueries['session.list'].output) },
  'transfer.candidates': { input: onRequest, output: resultOf(consoleQueries['transfer.candidates'].output) },
  'profile.list': { input: onRequest, output: resultOf(consoleQueries['profile.list'].output) },
  'profile.deliver': asked('profile.deliver'),
  'refused.retry': { input: z.object({ commandId: CommandId }), output: nothing },
  'refused.discard': { input: z.object({ commandId: CommandId }), output: nothing },

  'typing.set': { input: Typing, output: nothing },
  'viewing.set': { input: Viewing, output: nothing },
  /** Opens an http(s) or mailto link in the person's own browser. */
  'link.open': { input: z.object({ url: z.string().max(2_000) }), output: resultOf(nothing) },
  'text.copy': { input: z.object({ text: z.string().max(10_000_000) }), output: nothing },
  ...desktopMethods,
  ...screenShareMethods,
  ...filesMethods,
  ...reachMethods,
  /** The page cannot write files: what broke there is reported here. */
  'page.failed': { input: z.object({ message: z.string().max(10_000) }), output: nothing },
} satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type Method = keyof typeof methods;
/** Those that a page may call itself. */
export type PageMethod = Exclude<Method, 'file.drop'>;
export type MethodInput<N extends Method> = z.input<(typeof methods)[N]['input']>;
export type MethodOutput<N extends Method> = z.output<(typeof methods)[N]['output']>;

/** Main -> page: what changed, coalesced per frame; whoever shows it reads it again. */
export const events = {
  /** `ids` null: anything may have changed (a sync, a sign-in). */
  'requests.changed': z.object({ ids: z.array(RequestId).nullable() }),
  'conversations.changed': z.object({ ids: z.array(RequestId).nullable() }),
  /** The half-written message to a request was changed elsewhere: in another window, or by a notification. */
  'draft.changed': z.object({ id: RequestId, draft: Draft.nullable() }),
  'counts.changed': Counts,
  'notices.changed': nothing,
  'connection.changed': ConnectionState,
  'account.changed': AccountState,
  'settings.changed': Settings,
  'presence.changed': Presence,
  /** A notification, link, tray or menu asks the page to show a request; `compose`: with the cursor where one writes. */
  'request.shown': z.object({ id: RequestId, compose: z.boolean() }),
  ...desktopEvents,
  ...screenShareEvents,
  ...filesEvents,
  /** The application menu invoked a user action. */
  'action.invoked': z.object({ action: z.enum(actionIds) }),
} satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

/** What the preload puts on `window.sportello`. */
export type Bridge = {
  call<N extends PageMethod>(name: N, input: MethodInput<N>): Promise<MethodOutput<N>>;
  /**
   * What the page is drawn from, asked for before its script was there; for whoever listens to the events already. Null:
   * something has changed since, so that it has to be asked for again.
   */
  start(): Promise<Start | null>;
  /** Sends files that were dropped onto a request: where they are the preload alone learns. Those on no disk come back. */
  drop<F>(id: RequestId, files: readonly F[]): Promise<readonly F[]>;
  /** Answers the function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
};
