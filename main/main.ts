import path from 'node:path';
import { shell } from 'electron/common';
import { app, BrowserWindow, clipboard, nativeTheme, powerMonitor } from 'electron/main';
import { v7 as newId } from 'uuid';
import type { Translator } from '../i18n/translate.ts';
import { consoleScheme } from '../protocol/links.ts';
import type { ActionId } from '../preload/actions.ts';
import { openBridge, type Bridge } from './bridge/bridge.ts';
import type { Door } from './bridge/door.ts';
import { createHandlers } from './bridge/handlers.ts';
import { createConsole, type Console } from './console.ts';
import { openFiles } from './files.ts';
import { linkIn } from './desktop/deep-links.ts';
import { openDesktop, type Desktop } from './desktop/desktop.ts';
import { isReachable, pagePreferences } from './desktop/window.ts';
import { openExpert, type Expert } from './expert/expert.ts';
import type { FirstLook } from './first-look.ts';
import type { Log } from './log.ts';
import { appOrigin } from './security/app-scheme.ts';
import type { SettingsStore } from './settings.ts';
import type { Storage } from './storage/storage.ts';

// The only file that knows everybody: it makes the parts, joins them, and ends them in the reverse order.

const here = import.meta.dirname;
const resources = path.join(here, '../../resources');
const zoomSteps: Partial<Record<ActionId, (zoom: number) => number>> = {
  'zoom.in': (zoom) => Math.min(2, zoom + 0.1),
  'zoom.out': (zoom) => Math.max(0.5, zoom - 0.1),
  'zoom.reset': () => 1,
};
/** What all parts stand on. */
type Ground = {
  /** The folder of all that is kept. */
  data: string;
  log: Log;
  settings: SettingsStore;
  storage: Storage;
  translator: () => Translator;
  isQuitting: () => boolean;
};
/** What was made before all else (instance.ts, beginning.ts). */
export type Beginning = Ground & { look: FirstLook; window: BrowserWindow; door: Door };
/** The running console, to the program's first file. */
export type Running = {
  /** Opens the link that the program was started with, if there is one among its arguments. */
  open: (argv: readonly string[]) => void;
  /** Comes forward, and opens the link if another start was given one. */
  handOver: (argv: readonly string[]) => void;
  /** Does a user action of the menu. */
  act: (id: ActionId) => void;
  /** Ends the program; whoever has requests in hand is asked first. */
  quit: () => void;
  /** What closing the window does now. */
  closing: () => 'hide' | 'close' | 'ask';
  /** The cache was begun anew: the relay fills it as soon as the connection begins anew. */
  cacheRenewed: () => void;
};

let window: BrowserWindow | null = null;
let current: Console | null = null;
let bridge: Bridge | null = null;

/** Makes the console around its window, whose page is drawn, or waits for this to be drawn. */
export function run(beginning: Beginning): Running {
  const { log, settings, translator, storage, look, window: own, door } = beginning;
  window = own;
  own.on('closed', () => {
    window = null;
  });
  const desktop = openOwnDesktop(beginning, () => console);
  const console = createConsole({
    storage,
    account: look.account,
    state: look.state,
    clock: Date.now,
    newId,
    log,
    send: (name, payload) => bridge?.send(name, payload),
    onNews: desktop.news,
    onRequests: (ids) => expert.changed(ids),
    uploads: () => files.queue,
    onState: desktop.stateChanged,
  });
  current = console;
  const expert = openOwnExpert(beginning, console, desktop);
  const files = openOwnFiles(beginning, console);
  const handlers = createHandlers({
    app: look.info,
    console,
    storage,
    settings,
    log,
    openExternal: (url) => shell.openExternal(url),
    copy: (text) => clipboard.writeText(text),
    desktop,
    screenShare: {
      ...expert,
      snapshot: (id, png) => files.paste(id, `${translator().t('files.snapshot')}.png`, png),
    },
    files,
    onViewing: (id) => {
      console.state.onScreen = id;
      desktop.viewing(id);
    },
    onDraft: (id, draft, from) => bridge?.sendToOthers(from, 'draft.changed', { id, draft }),
  });
  bridge = openBridge({
    door,
    handlers,
    pages: () => BrowserWindow.getAllWindows().map((open) => open.webContents),
    onError: (event, error) => log.error(event, error),
  });
  followSettings(settings, expert);
  followSystem(own, console, desktop, log);

  async function begin(): Promise<void> {
    await desktop.started();
    await files.queue.tidy();
    await console.resume();
    await expert.resume();
    await signInForDevelopment(console);
  }
  begin().catch((error: unknown) => log.error('start', error));

  return {
    open: (argv) => desktop.links.open(linkIn(argv)),
    handOver: (argv) => {
      desktop.forward();
      desktop.links.open(linkIn(argv));
    },
    act: (id) => invoke(id, settings),
    quit: desktop.quit,
    closing: () => {
      if (current === null || console.state.me === null) return 'close';
      if (settings.read().closeToTray) return 'hide';
      desktop.quit();
      return 'ask';
    },
    cacheRenewed: console.reconnectNow,
  };
}

/** The console is made after it, and asked only when something happens. */
function openOwnDesktop({ data, log, settings, storage, translator }: Ground, console: () => Console): Desktop {
  return openDesktop({
    platform: process.platform,
    folders: { data, icons: path.join(resources, 'icons'), config: app.getPath('appData') },
    command: [process.env['APPIMAGE'] ?? process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()])],
    preload: path.join(here, '../preload/preload.cjs'),
    chatPage: (id) => `${appOrigin}/index.html?request=${id}`,
    settings,
    translator,
    clock: Date.now,
    log,
    storage,
    window: () => window,
    state: () => console().state,
    ask: (name, input) => console().ask(name, input),
    queue: (name, input) => console().queue(name, input),
    send: (name, payload) => bridge?.send(name, payload),
    attend: (there) => console().attend(there),
  });
}

function openOwnExpert(
  { data, log, settings, storage, translator, isQuitting }: Ground,
  console: Console,
  { forward }: Desktop,
): Expert {
  return openExpert({
    platform: process.platform,
    folders: { data, icons: path.join(resources, 'icons') },
    pageOf: (id) => `${appOrigin}/screen-share.html?request=${id}`,
    preferences: pagePreferences(path.join(here, '../preload/preload.cjs')),
    isReachable,
    translator,
    zoom: () => settings.read().zoom,
    window: () => window,
    readShared: (id) => storage.readSharedRequest(id),
    readClients: () => storage.readExpertClients(),
    ask: (name, input) => console.ask(name, input),
    me: () => console.state.me?.id ?? null,
    isQuitting,
    forward,
    onError: (event, error) => log.error(event, error),
  });
}

function openOwnFiles({ data, log, storage, translator }: Ground, console: Console): ReturnType<typeof openFiles> {
  return openFiles({
    storage,
    folders: { data, downloads: () => app.getPath('downloads') },
    target: () => console.target(),
    clock: Date.now,
    newId,
    log,
    translator,
    window: () => window,
    send: (name, payload) => bridge?.send(name, payload),
    onChanged: (id) => console.touched(id),
    copy: (text) => clipboard.writeText(text),
    showInFolder: (file) => shell.showItemInFolder(file),
  });
}

/** Look and windows follow the settings. */
function followSettings(settings: SettingsStore, expert: Expert): void {
  settings.onChanged((next) => {
    nativeTheme.themeSource = next.theme;
    window?.webContents.setZoomFactor(next.zoom);
    expert.setZoom(next.zoom);
    bridge?.send('settings.changed', next);
  });
}

/** What the system does to the app and its window. */
function followSystem(own: BrowserWindow, console: Console, following: Desktop, log: Log): void {
  app.on('activate', following.forward);
  own.on('focus', following.focused);
  own.webContents.on('did-start-loading', following.pageClosed);
  powerMonitor.on('resume', console.reconnectNow);
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (current === null) return;
    event.preventDefault();
    end(following, current, log);
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient(consoleScheme);
}

/** A user action from the menu: zoom is done here, the page does the others. */
function invoke(id: ActionId, settings: SettingsStore): void {
  const zoomed = zoomSteps[id];
  if (zoomed === undefined) bridge?.send('action.invoked', { action: id });
  else settings.write({ zoom: zoomed(settings.read().zoom) });
}

/** Everything ends before the app does. */
function end(ending: Desktop, console: Console, log: Log): void {
  current = null;
  bridge?.close();
  ending
    .close()
    .then(console.close)
    .catch((error: unknown) => log.error('close', error))
    .finally(() => app.quit());
}

/** `npm start` opens the console signed in to the relay that it started; a packaged console knows nothing of this. */
async function signInForDevelopment(console: Console): Promise<void> {
  const { SPORTELLO_RELAY: relay, SPORTELLO_EMAIL: email, SPORTELLO_PASSWORD: password } = process.env;
  if (app.isPackaged || console.state.me !== null) return;
  if (relay !== undefined && email !== undefined && password !== undefined)
    await console.signIn({ relay, email, password });
}
