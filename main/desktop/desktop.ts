import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron/main';
import type { Translator } from '../../i18n/translate.ts';
import type { EventName, EventPayload } from '../../preload/contract.ts';
import type { DoNotDisturb } from '../../preload/desktop-contract.ts';
import type { ConsoleCommand, ConsoleInput, DurableCommand } from '../../protocol/commands.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import { isPossible } from '../../protocol/lifecycle.ts';
import type { ConsoleState } from '../console-state.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settings.ts';
import type { News } from '../storage/news.ts';
import type { Storage } from '../storage/storage.ts';
import { createAnnouncements, type Announce } from './announcements.ts';
import { setStartAtSignIn } from './autostart.ts';
import { watchDesk } from './away-watch.ts';
import { createBadge } from './badge.ts';
import { createChoices, type Choose } from './choices.ts';
import { createDbusPresenter } from './dbus-presenter.ts';
import { createLinks } from './deep-links.ts';
import { disturbAgainAt } from './do-not-disturb.ts';
import { createFollowUp } from './follow-up.ts';
import { askBeforeLeaving } from './leaving.ts';
import { createNativePresenter } from './native-presenter.ts';
import type { Desk } from './notification-policy.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { createPopOuts, type PopOuts } from './pop-outs.ts';
import type { Presenter } from './presenter.ts';
import { createManners } from './reach-manners.ts';
import { createShowing } from './showing.ts';
import { identify } from './windows-identity.ts';
import { openTray } from './tray.ts';
import { bringForward } from './window.ts';

export type DesktopParts = {
  platform: NodeJS.Platform;
  folders: { data: string; icons: string; config: string };
  /** How this console is started: the program and its first arguments. */
  command: readonly string[];
  preload: string;
  /** Address of the page that shows the chat of one request. */
  chatPage: (id: RequestId) => string;
  settings: SettingsStore;
  translator: () => Translator;
  clock: () => Instant;
  log: Log;
  storage: Storage;
  window: () => BrowserWindow | null;
  state: () => ConsoleState;
  ask: <N extends ConsoleCommand>(name: N, input: ConsoleInput<N>) => Promise<Result<unknown>>;
  queue: <N extends DurableCommand>(name: N, input: ConsoleInput<N> & { id: RequestId }) => Promise<Result<unknown>>;
  send: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  attend: (there: boolean) => void;
};
export type Desktop = ReturnType<typeof openDesktop>;

type Failed = (event: string) => (error: unknown) => void;

/** What decides whether the technician is disturbed, at this moment. */
function deskNow({ clock, settings, window, state }: DesktopParts, popOut: RequestId | null): Desk {
  const now = clock();
  const time = new Date(now);
  const isFocused = window()?.isFocused() ?? false;
  return {
    now,
    minuteOfDay: time.getHours() * 60 + time.getMinutes(),
    settings: settings.read(),
    focused: isFocused || popOut !== null,
    onScreen: isFocused ? state().onScreen : popOut,
  };
}

/** Keeps the relay told of what counts for its messages too. */
const followManners = (
  { settings, translator, state, ask }: DesktopParts,
  onError: (error: unknown) => void,
): (() => void) =>
  createManners({
    settings: settings.read,
    language: () => translator().language,
    state,
    ask: (manners) => ask('reach.tell', manners),
    onError,
  });

/** The window's button asks for attention until somebody looks. */
function askForAttention({ platform, window }: DesktopParts): void {
  const open = window();
  if (platform === 'darwin') app.dock?.bounce('informational');
  else if (open?.isFocused() === false) open.flashFrame(true);
}

/** Quits, if whoever has requests in hand says so. */
async function quit({ translator, storage, state, window, queue }: DesktopParts): Promise<void> {
  const leaves = await askBeforeLeaving({
    t: translator().t,
    readHeld: async () => {
      if (state().me === null) return [];
      return (await storage.readMine()).filter(({ offeredBy }) => offeredBy === null).map(({ id }) => id);
    },
    isLive: () => state().connection.kind === 'live',
    ask: (options) => {
      const open = window();
      return open?.isVisible() === true ? dialog.showMessageBox(open, options) : dialog.showMessageBox(options);
    },
    giveBack: (id) => queue('request.unassign', { id }),
    isDelivered: () => state().connection.unsent === 0,
  });
  if (leaves) app.quit();
}

/** The way to the operating system's notifications. */
function presenterOf(
  { platform }: DesktopParts,
  icon: string,
  failed: Failed,
  onActivated: (id: RequestId) => void,
): Presenter {
  if (platform !== 'linux') {
    identify(platform);
    return createNativePresenter(icon, onActivated);
  }
  return createDbusPresenter({
    appName: 'Sportello',
    icon,
    desktopEntry: 'sportello',
    onError: failed('notification'),
  });
}

/** Does what somebody chose on a notification or in the tray. */
const choicesOf = (
  { translator, ask, queue, storage, state, send }: DesktopParts,
  showing: ReturnType<typeof createShowing>,
  announce: Announce,
): Choose =>
  createChoices({
    translator,
    ask: (name, id) => ask(name, { id }),
    canWrite: async (id) => {
      const [details, me] = [await storage.readRequest(id), state().me];
      return details !== null && me !== null && isPossible('chat.send', details.request, me.id);
    },
    send: (id, text) => queue('chat.send', { id, text }),
    addToDraft: async (id, text) => {
      const before = await storage.readDraft(id);
      const draft = { text: before === null ? text : `${before.text}\n${text}`, note: before?.note ?? false };
      await storage.writeDraft(id, draft);
      send('draft.changed', { id, draft });
    },
    onShow: (id) => showing.show(id),
    onCompose: (id) => showing.show(id, true),
    onRefused: (id, text) =>
      announce({
        key: `refused ${id}`,
        title: translator().t('notification.notDone'),
        body: text,
        told: ({ kind }) => {
          if (kind === 'clicked') showing.show(id);
        },
      }),
  });

/** Notifications, told what they need of this desk. */
const notificationsOf = (
  parts: DesktopParts,
  presenter: Presenter,
  popOuts: Pick<PopOuts, 'focused'>,
  choose: Choose,
  failed: Failed,
): Notifications =>
  createNotifications({
    presenter,
    translator: parts.translator,
    desk: () => deskNow(parts, popOuts.focused()),
    isPrivate: () => parts.settings.read().privateNotifications,
    readStanding: parts.storage.readStanding,
    onChosen: (id, choice, text) => void choose(id, choice, text).catch(failed('notification')),
    onSound: (sound) => parts.send('sound.wanted', { sound, volume: parts.settings.read().volume }),
    onAttention: () => askForAttention(parts),
    onSteps: (steps) => void parts.storage.addNotificationSteps(steps).catch(failed('notification steps')),
    onError: failed('notification'),
  });

/** Everything of the console that is on the desktop and outside of its window, joined. */
export function openDesktop(parts: DesktopParts) {
  const { platform, folders, settings, translator, clock, log, storage, window, state, ask, send } = parts;
  const failed: Failed = (event) => (error) => log.error(event, error);
  const icon = path.join(folders.icons, 'icon-256.png');
  const forward = (): void => {
    const open = window();
    if (open !== null) bringForward(open);
  };
  const showing = createShowing({ forward, send });
  const popOuts = createPopOuts({
    file: path.join(folders.data, 'pop-out.json'),
    pageOf: parts.chatPage,
    preload: parts.preload,
    icon,
    staysOnTop: () => settings.read().popOutOnTop,
  });
  const presenter = presenterOf(parts, icon, failed, showing.show);
  const announce = createAnnouncements(presenter, translator);

  const choose = choicesOf(parts, showing, announce);
  const notifications = notificationsOf(parts, presenter, popOuts, choose, failed);
  const links = createLinks({
    onForward: forward,
    onShow: (id) => showing.show(id),
    isHere: async (id) => (await storage.readRequest(id)) !== null,
    onError: failed('link'),
  });

  const setAvailable = (available: boolean): Promise<unknown> =>
    ask('availability.set', { available }).catch(failed('availability'));
  const stopWatching = watchDesk({
    announce,
    translator,
    attend: parts.attend,
    clock,
    awayMinutes: () => settings.read().awayMinutes,
    isAbsent: () => state().absent,
    worthAsking: () => state().me !== null && state().available && state().connection.kind === 'live',
  });

  const doNotDisturb = (choice: DoNotDisturb): void =>
    settings.write({ doNotDisturbUntil: disturbAgainAt(choice, clock()) });
  const askAndQuit = (): void => void quit(parts).catch(failed('quit'));
  const tray = openTray({
    icons: folders.icons,
    platform,
    onChoice: (choice) => {
      switch (choice.kind) {
        case 'open':
          return forward();
        case 'show-new':
          forward();
          return settings.write({ filter: 'new' });
        case 'show':
          return showing.show(choice.id);
        case 'take':
          return void choose(choice.id, 'assign', null).catch(failed('tray'));
        case 'available':
          return void setAvailable(choice.available);
        case 'do-not-disturb':
          return doNotDisturb(choice.choice);
        case 'quit':
          return askAndQuit();
      }
    },
  });
  const followUp = createFollowUp({
    state,
    storage,
    settings,
    translator,
    clock,
    showTray: tray.show,
    showBadge: createBadge({ platform, window, setBadgeCount: (count) => app.setBadgeCount(count) }),
    onLinkState: links.changed,
    popOuts,
    expect: notifications.expect,
    onError: failed('desktop'),
  });

  const tellManners = followManners(parts, failed('telling how to be reached'));
  let before = settings.read();
  settings.onChanged((next) => {
    const autostart = { platform, configFolder: folders.config, command: parts.command };
    if (next.startAtSignIn !== before.startAtSignIn) setStartAtSignIn(next.startAtSignIn, autostart);
    if (next.popOutOnTop !== before.popOutOnTop) popOuts.keepOnTop(next.popOutOnTop);
    before = next;
    notifications.redraw();
    followUp.settingsChanged();
    tellManners();
  });

  return {
    started: followUp.started,
    news: (news: readonly News[], live: boolean): void => {
      if (live) notifications.tell(news);
      else void notifications.tellLate(news).catch(failed('notification'));
    },
    /** Availability, connection, counts or rows changed. */
    stateChanged: (): void => {
      notifications.settle();
      followUp.refresh();
      tellManners();
    },
    /** The technician looks at a request in the main window. */
    viewing: (id: RequestId | null): void => {
      if (id !== null && window()?.isFocused() === true) notifications.looked(id);
    },
    focused: (): void => {
      window()?.flashFrame(false);
      const { onScreen } = state();
      if (onScreen !== null) notifications.looked(onScreen);
    },
    pageOpened: showing.pageOpened,
    pageClosed: showing.pageClosed,
    links,
    forward,
    quit: askAndQuit,
    popOut: popOuts.open,
    doNotDisturb,
    test: notifications.test,
    close: async (): Promise<void> => {
      stopWatching();
      tray.close();
      await notifications.close();
      await followUp.close();
    },
  };
}
