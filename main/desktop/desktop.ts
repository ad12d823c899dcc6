import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron/main';
import type { Translator } from '../../i18n/translate.ts';
import type { EventName, EventPayload, Settings } from '../../preload/contract.ts';
import type { DoNotDisturb } from '../../preload/desktop-contract.ts';
import type { ConsoleCommand, ConsoleInput } from '../../protocol/commands.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import { isPossible } from '../../protocol/lifecycle.ts';
import type { ConsoleState } from '../console-state.ts';
import { onceAtATime } from '../latest.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settings.ts';
import type { Phase } from '../storage/notification-steps.ts';
import type { Storage } from '../storage/storage.ts';
import { setStartAtSignIn } from './autostart.ts';
import { createBadge } from './badge.ts';
import type { Bubble, BubbleAction } from './bubbles.ts';
import { createChoices } from './choices.ts';
import { createDbusPresenter } from './dbus-presenter.ts';
import { createLinks } from './deep-links.ts';
import { disturbAgainAt, disturbedUntil } from './do-not-disturb.ts';
import { askBeforeLeaving } from './leaving.ts';
import { createNativePresenter } from './native-presenter.ts';
import type { Desk } from './notification-policy.ts';
import { createNotifications } from './notifications.ts';
import { createPopOuts } from './pop-outs.ts';
import { watchAway } from './power.ts';
import type { BubbleEvent, Presenter } from './presenter.ts';
import { openTray } from './tray.ts';
import type { TrayChoice, WaitingRequest } from './tray-menu.ts';
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
  queue: <N extends ConsoleCommand>(name: N, input: ConsoleInput<N> & { id: RequestId }) => Promise<Result<unknown>>;
  send: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
};
export type Desktop = ReturnType<typeof openDesktop>;

const mostExpected = 50;
const giveBackMs = 5_000;

/** Everything of the console that is on the desktop and outside of its window, joined. */
export function openDesktop(parts: DesktopParts) {
  const { platform, folders, settings, translator, clock, log, storage, window, state, ask, queue, send } = parts;
  const failed =
    (event: string) =>
    (error: unknown): void =>
      log.error(event, error);
  const icon = path.join(folders.icons, 'icon-256.png');
  const forward = (): void => {
    const open = window();
    if (open !== null) bringForward(open);
  };

  // What the page is to show while it does not listen yet waits for it.
  let isPageOpen = false;
  let toShow: EventPayload<'request.shown'> | null = null;
  function showRequest(id: RequestId, compose = false): void {
    forward();
    if (isPageOpen) send('request.shown', { id, compose });
    else toShow = { id, compose };
  }

  const popOuts = createPopOuts({
    file: path.join(folders.data, 'pop-out.json'),
    pageOf: parts.chatPage,
    preload: parts.preload,
    icon,
    staysOnTop: () => settings.read().popOutOnTop,
  });

  function desk(): Desk {
    const now = clock();
    const time = new Date(now);
    const isFocused = window()?.isFocused() ?? false;
    const popOut = popOuts.focused();
    return {
      now,
      minuteOfDay: time.getHours() * 60 + time.getMinutes(),
      settings: settings.read(),
      focused: isFocused || popOut !== null,
      onScreen: isFocused ? state().onScreen : popOut,
    };
  }

  const presenter: Presenter =
    platform === 'linux'
      ? createDbusPresenter({ appName: 'Sportello', icon, desktopEntry: 'sportello', onError: failed('notification') })
      : createNativePresenter(icon, (id) => showRequest(id));

  /** Says something that is no event of a request. */
  const say = (
    key: string,
    title: string,
    body: string,
    actions: readonly BubbleAction[] = [],
    told: (event: BubbleEvent) => void = () => undefined,
  ) => {
    const { t } = translator();
    const texts = actions.map((id) => ({ id, text: t(`notification.action.${id}`) }));
    const open = t('notification.open');
    const bubble: Bubble = { key, title, body, open, events: [], opens: 1 as RequestId, stays: false, actions: texts };
    return presenter.show(bubble, told);
  };

  const choose = createChoices({
    translator,
    ask: (name, id) => ask(name, { id }),
    canWrite: async (id) => {
      const [details, me] = [await storage.readRequest(id), state().me];
      return details !== null && me !== null && isPossible('chat.send', details.request, me.id);
    },
    send: (id, text) => queue('chat.send', { id, text }),
    writeDraft: storage.writeDraft,
    onShow: (id) => showRequest(id),
    onCompose: (id) => showRequest(id, true),
    onRefused: (id, text) =>
      say(`refused ${id}`, translator().t('notification.notDone'), text, [], ({ kind }) => {
        if (kind === 'clicked') showRequest(id);
      }),
  });

  const notifications = createNotifications({
    presenter,
    translator,
    desk,
    isPrivate: () => settings.read().privateNotifications,
    readStanding: storage.readStanding,
    onChosen: (id, choice, text) => void choose(id, choice, text).catch(failed('notification')),
    onSound: (sound) => send('sound.wanted', { sound, volume: settings.read().volume }),
    onAttention: () => {
      const open = window();
      if (platform === 'darwin') app.dock?.bounce('informational');
      else if (open !== null && !open.isFocused()) open.flashFrame(true);
    },
    onSteps: (steps) => void storage.addNotificationSteps(steps).catch(failed('notification steps')),
    onError: failed('notification'),
  });

  const links = createLinks({
    onForward: forward,
    onShow: (id) => showRequest(id),
    isHere: async (id) => (await storage.readRequest(id)) !== null,
    onError: failed('link'),
  });

  const setAvailable = (available: boolean): Promise<unknown> =>
    ask('availability.set', { available }).catch(failed('availability'));
  const away = watchAway({
    clock,
    awayMinutes: () => settings.read().awayMinutes,
    isAvailable: () => state().available,
    isLive: () => state().me !== null && state().connection.kind === 'live',
    onDeed: (deed) => {
      const { t } = translator();
      question?.close();
      question = null;
      if (deed === 'ask') {
        question = say('away', t('away.ask'), t('away.askBody'), ['stay'], ({ kind }) => {
          if (kind === 'clicked' || kind === 'acted') away.here();
        });
      }
      if (deed === 'leave') void setAvailable(false);
      if (deed === 'return') void setAvailable(true).then(() => say('away', t('away.back'), t('away.backBody')));
    },
  });
  let question: ReturnType<typeof say> | null = null;

  const doNotDisturb = (choice: DoNotDisturb): void =>
    settings.write({ doNotDisturbUntil: disturbAgainAt(choice, clock()) });
  const trayChoices: { [K in TrayChoice['kind']]: (choice: Extract<TrayChoice, { kind: K }>) => void } = {
    open: forward,
    'show-new': () => {
      forward();
      settings.write({ filter: 'new' });
    },
    show: ({ id }) => showRequest(id),
    take: ({ id }) => void choose(id, 'assign', null).catch(failed('tray')),
    available: ({ available }) => void setAvailable(available),
    'do-not-disturb': ({ choice }) => doNotDisturb(choice),
    quit: () => void quit().catch(failed('quit')),
  };
  const tray = openTray({
    icons: folders.icons,
    platform,
    onChoice: (choice) => trayChoices[choice.kind](choice as never),
  });
  const badge = createBadge({ platform, window, setBadgeCount: (count) => app.setBadgeCount(count) });

  /** The requests that wait, longest first. */
  async function readQueue(limit: number): Promise<WaitingRequest[]> {
    const sort = { column: 'waiting', descending: false } as const;
    const { rows } = await storage.readList({ filter: 'new', search: '', sort, offset: 0, limit });
    return rows.map((row) => ({
      id: row.id,
      customer: row.customerName,
      company: row.companyName,
      since: row.waitingSince ?? row.createdAt,
    }));
  }

  let phase: Phase | null = null;
  let wasReady = false;
  /** All that follows from how the console is, in line with it again. */
  const refresh = onceAtATime(async () => {
    const { me, available, connection, counts } = state();
    const { kind, progress } = connection;
    const isReady = me !== null && available && kind === 'live';
    if (isReady && !wasReady) await expectWaiting();
    wasReady = isReady;
    await keepPhase(kind === 'live' || kind === 'catching-up' ? (available ? 'live' : 'unavailable') : 'offline');
    const queue = me === null || counts.new === 0 ? [] : await readQueue(5);
    tray.show(
      {
        signedIn: me !== null,
        available,
        live: kind === 'live',
        unread: counts.unread,
        waiting: counts.new,
        queue,
        doNotDisturbUntil: disturbedUntil(settings.read(), clock()),
      },
      translator(),
    );
    badge(counts.unread, translator().t);
    links.changed({
      signedIn: me !== null,
      arriving: kind === 'connecting' || kind === 'catching-up' || (kind === 'live' && progress !== null),
    });
    const standings = await storage.readStanding(popOuts.ids());
    popOuts.close(standings.filter(({ readUpTo }) => readUpTo === null).map(({ id }) => id));
    for (const settled of waiting.splice(0)) settled();
  }, failed('desktop'));
  const waiting: (() => void)[] = [];

  /** When nothing disturbs any more, the tray says so by itself. */
  let ending: NodeJS.Timeout | undefined;
  function followDisturbance(): void {
    clearTimeout(ending);
    const until = disturbedUntil(settings.read(), clock());
    if (typeof until === 'number') ending = setTimeout(refresh, until - clock());
  }

  async function expectWaiting(): Promise<void> {
    const rows = (
      await storage.readList({
        filter: 'new',
        search: '',
        sort: { column: 'waiting', descending: false },
        offset: 0,
        limit: mostExpected,
      })
    ).rows;
    notifications.expect(
      rows.map((row) => ({
        kind: 'request',
        id: row.id,
        position: 0 as never,
        customer: row.customerName,
        company: row.companyName,
        subject: row.subject,
      })),
    );
  }
  async function keepPhase(next: Phase): Promise<void> {
    // Until it has reached the relay for the first time, it has just started.
    if (next === phase || (phase === 'started' && next === 'offline')) return;
    phase = next;
    await storage.addPhase(clock(), next);
  }

  /** Gives requests back; resolves when the relay has it, or after a while. */
  async function giveBack(ids: readonly RequestId[]): Promise<void> {
    await Promise.all(ids.map((id) => queue('request.unassign', { id })));
    await new Promise<void>((resolve) => {
      setTimeout(resolve, giveBackMs);
      const look = (): void => {
        if (state().connection.unsent === 0) resolve();
        else waiting.push(look);
      };
      look();
    });
  }
  async function quit(): Promise<void> {
    const leaves = await askBeforeLeaving({
      t: translator().t,
      readHeld: async () =>
        state().me === null
          ? []
          : (await storage.readMine()).filter(({ offeredBy }) => offeredBy === null).map(({ id }) => id),
      isLive: () => state().connection.kind === 'live',
      ask: (options) => {
        const open = window();
        return open?.isVisible() === true ? dialog.showMessageBox(open, options) : dialog.showMessageBox(options);
      },
      giveBack,
    });
    if (leaves) app.quit();
  }

  const autostart = { platform, configFolder: folders.config, command: parts.command };
  let before = settings.read();
  function settingsChanged(next: Settings): void {
    if (next.startAtSignIn !== before.startAtSignIn) setStartAtSignIn(next.startAtSignIn, autostart);
    if (next.popOutOnTop !== before.popOutOnTop) popOuts.keepOnTop(next.popOutOnTop);
    before = next;
    notifications.redraw();
    followDisturbance();
    refresh();
  }
  settings.onChanged(settingsChanged);
  followDisturbance();

  return {
    /** The storage is open: from here on what the console was is on record. */
    started: async (): Promise<void> => {
      phase = 'started';
      await storage.addPhase(clock(), 'started');
    },
    news: (news: Parameters<typeof notifications.tell>[0], live: boolean): void => {
      if (live) notifications.tell(news);
      else void notifications.tellLate(news).catch(failed('notification'));
    },
    /** Availability, connection, counts or rows changed. */
    stateChanged: (): void => {
      notifications.settle();
      refresh();
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
    pageOpened: (): void => {
      isPageOpen = true;
      if (toShow !== null) send('request.shown', toShow);
      toShow = null;
    },
    pageClosed: (): void => {
      isPageOpen = false;
    },
    links,
    forward,
    quit: (): void => void quit().catch(failed('quit')),
    popOut: popOuts.open,
    doNotDisturb,
    test: notifications.test,
    close: async (): Promise<void> => {
      away.close();
      clearTimeout(ending);
      tray.close();
      await notifications.close();
      await storage.addPhase(clock(), 'not-running');
    },
  };
}
