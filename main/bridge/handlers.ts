import type { AppInfo } from '../../preload/contract.ts';
import type { Draft } from '../../preload/details-contract.ts';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { MessageId, RequestId } from '../../protocol/ids.ts';
import type { Console } from '../console.ts';
import type { Files } from '../files.ts';
import type { Log } from '../log.ts';
import { externalLink } from '../security/external-links.ts';
import type { SettingsStore } from '../settings.ts';
import type { Storage } from '../storage/storage.ts';
import type { Handlers } from './bridge.ts';
import type { PageId } from './door.ts';
import { createDesktopHandlers, type DesktopDoors } from './desktop-handlers.ts';
import { createFilesHandlers } from './files-handlers.ts';
import { readStart } from './read-start.ts';
import { createReachHandlers } from './reach-handlers.ts';
import { createScreenShareHandlers, type ScreenShareDoors } from './screen-share-handlers.ts';

export type HandlerParts = {
  app: AppInfo;
  console: Console;
  storage: Storage;
  settings: SettingsStore;
  log: Log;
  openExternal: (url: string) => Promise<void>;
  copy: (text: string) => Promise<void>;
  desktop: DesktopDoors;
  screenShare: ScreenShareDoors;
  files: Files;
  /** The page shows this request now. */
  onViewing: (id: RequestId | null) => void;
  /** A page changed its half-written message to a request, or sent it (null): the other pages show the same. */
  onDraft: (id: RequestId, draft: Draft | null, from: PageId) => void;
};

/** Of a command without a line of its own the page only wants to know that it is safely queued. */
const withoutId = async (answer: Promise<Result<unknown>>): Promise<Result<Record<string, never>>> => {
  const result = await answer;
  return result.ok ? ok({}) : result;
};

/** What each method of the bridge does, a line each. */
export function createHandlers({
  app,
  console,
  storage,
  settings,
  log,
  openExternal,
  copy,
  desktop,
  screenShare,
  files,
  onViewing,
  onDraft,
}: HandlerParts): Handlers {
  const sendDraft =
    (name: 'chat.send' | 'chat.note') =>
    async (input: { id: RequestId; text: string }, from: PageId): Promise<Result<{ id: MessageId }>> => {
      const sent = await console.queue(name, input, { takesDraft: true });
      if (sent.ok) onDraft(input.id, null, from);
      return sent;
    };
  const isSending = (): boolean => console.state.connection.kind !== 'offline';
  return {
    'start.read': () => readStart({ app, state: console.state, settings, storage }),
    'account.signIn': (input) => console.signIn(input),
    'account.signOut': async () => ok(await console.signOut().then(() => ({}))),
    'settings.write': (patch) => {
      settings.write(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)));
      return ok({});
    },

    'list.read': (window) => storage.readList(window),
    'mine.read': () => storage.readMine(),
    'companies.read': () => storage.readCompanies(),
    'notices.read': () => storage.readNotices(),
    'request.open': async ({ id, limit }) => ({
      ...(await storage.openRequest(id, limit, isSending())),
      presence: console.state.presence.get(id) ?? null,
    }),
    'request.read': ({ id }) => storage.readRequest(id),
    'conversation.read': ({ id, before, limit }) => storage.readConversation(id, before, limit, isSending()),
    'draft.write': async ({ id, draft }, from) => {
      await storage.writeDraft(id, draft);
      onDraft(id, draft, from);
      return {};
    },

    'availability.set': (input) => console.ask('availability.set', input),
    'request.assign': (input) => console.ask('request.assign', input),
    'request.unassign': (input) => withoutId(console.queue('request.unassign', input)),
    'request.transfer': (input) => console.ask('request.transfer', input),
    'request.close': (input) => withoutId(console.queue('request.close', input)),
    'request.reopen': (input) => console.ask('request.reopen', input),
    'handover.accept': (input) => console.ask('handover.accept', input),
    'handover.decline': (input) => console.ask('handover.decline', input),
    'handover.cancel': (input) => console.ask('handover.cancel', input),
    'chat.join': (input) => console.ask('chat.join', input),
    'chat.end': (input) => console.ask('chat.end', input),
    'chat.send': sendDraft('chat.send'),
    'chat.note': sendDraft('chat.note'),
    'chat.read': (input) => withoutId(console.queue('chat.read', input)),
    'notice.publish': (input) => console.ask('notice.publish', input),
    'notice.end': (input) => console.ask('notice.end', input),
    'session.revoke': (input) => console.ask('session.revoke', input),
    'session.list': () => console.query('session.list', {}),
    'transfer.candidates': (input) => console.query('transfer.candidates', input),
    'profile.list': (input) => console.query('profile.list', input),
    'profile.deliver': (input) => console.ask('profile.deliver', input),
    'refused.retry': async ({ commandId }) => {
      await console.retry(commandId);
      return {};
    },
    'refused.discard': async ({ commandId }) => {
      await console.discard(commandId);
      return {};
    },

    'typing.set': (signal) => {
      console.signal('typing', signal);
      return {};
    },
    'viewing.set': (signal) => {
      onViewing(signal.id);
      console.signal('viewing', signal);
      return {};
    },
    'link.open': async ({ url }) => {
      const link = externalLink(url);
      if (link === null) return refuse('not-allowed');
      await openExternal(link);
      return ok({});
    },
    'text.copy': async ({ text }) => {
      await copy(text);
      return {};
    },
    ...createScreenShareHandlers(screenShare, console),
    ...createDesktopHandlers(desktop, storage),
    ...createFilesHandlers(files, console, storage),
    ...createReachHandlers(console),
    'page.failed': ({ message }) => {
      log.error('page', message);
      return {};
    },
  };
}
