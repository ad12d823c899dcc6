import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app, Menu, nativeTheme, type BrowserWindow } from 'electron/main';
import { openDoor } from './bridge/door.ts';
import { hiddenFlag } from './desktop/autostart.ts';
import { linkIn } from './desktop/deep-links.ts';
import { openWindow } from './desktop/window.ts';
import { createLog, type Log } from './log.ts';
import type { Running } from './main.ts';
import { appOrigin, registerAppScheme, serveApp } from './security/app-scheme.ts';
import { lockDown } from './security/lock-down.ts';
import { openSettings, type SettingsStore } from './settings.ts';
import type { OpenOptions } from './storage/open.ts';
import { createStorage, type Storage } from './storage/storage.ts';

// The program's first file: one instance, and its window. It is small, so that the window is there at once: while the
// page loads, what it is drawn from is opened (first-look.ts), and all else (main.ts) only once it is drawn.

const here = import.meta.dirname;
const startsHidden = process.argv.includes(hiddenFlag);
/** So long the rest waits for the page to be drawn. */
const pageWithinMs = 3_000;

let running: Running | null = null;
let quitting = false;
/** What other starts handed over before there was anything to take it. */
const early: (readonly string[])[] = [];

registerAppScheme();
// Otherwise Electron makes one of its own first.
Menu.setApplicationMenu(null);
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => handOver(argv));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    handOver([url]);
  });
  app.on('before-quit', () => {
    quitting = true;
  });
  // Never awaited here: the app is ready only after this module has run.
  void app.whenReady().then(start);
} else {
  app.quit();
}

/** Another start of the program, or the system, hands its arguments over. */
function handOver(argv: readonly string[]): void {
  if (running === null) early.push(argv);
  else running.handOver(linkIn(argv));
}

async function start(): Promise<void> {
  const data = app.getPath('userData');
  const settings = openSettings(path.join(data, 'settings.json'));
  nativeTheme.themeSource = settings.read().theme;
  lockDown();
  serveApp(path.join(here, '../renderer'));
  const door = openDoor();
  const window = openOwnWindow(data, settings);
  const isDrawn = Promise.race([door.called('page.opened'), setTimeout(pageWithinMs)]);
  const log = createLog(path.join(data, 'logs'), Date.now);

  const files = { folder: path.join(data, 'data'), nativeBinding: process.env['SPORTELLO_SQLITE_BINDING'] };
  const { openFirstLook } = await import('./first-look.ts');
  const look = openFirstLook({
    ...{ data, files, settings, door },
    onAction: (id) => running?.act(id),
    onQuit: () => (running === null ? app.quit() : running.quit()),
    onError: (event, error) => log.error(event, error),
  });
  // A window that starts hidden is not drawn.
  if (look.isEnough && !startsHidden) await isDrawn;
  look.close();
  if (quitting) return;

  const storage = openOwnStorage(files, log);
  const { run } = await import('./main.ts');
  running = run({ data, log, settings, storage, look, window, door, isQuitting: () => quitting });
  running.open(linkIn(process.argv));
  for (const argv of early) handOver(argv);
}

const openOwnStorage = (files: OpenOptions, log: Log): Storage =>
  createStorage({
    ...files,
    workerUrl: new URL('./worker.js', import.meta.url),
    onSlow: (name, milliseconds) => log.info('slow storage', { name, milliseconds: Math.round(milliseconds) }),
    onRenewed: (file) => {
      log.error('storage set aside', file);
      running?.cacheRenewed();
    },
  });

function openOwnWindow(data: string, settings: SettingsStore): BrowserWindow {
  const opened = openWindow({
    file: path.join(data, 'window.json'),
    url: `${appOrigin}/index.html`,
    preload: path.join(here, '../preload/preload.cjs'),
    icon: path.join(here, '../../resources/icons/icon-256.png'),
    title: 'Sportello',
    startsHidden,
    onClose: () => (quitting ? 'close' : (running?.closing() ?? 'close')),
  });
  opened.webContents.on('did-finish-load', () => opened.webContents.setZoomFactor(settings.read().zoom));
  return opened;
}
