import path from 'node:path';
import { app, Menu, type BrowserWindow } from 'electron/main';
import { openDoor } from './bridge/door.ts';
import { hiddenFlag } from './desktop/autostart.ts';
import { openWindow } from './desktop/window.ts';
import type { Running } from './main.ts';
import { appOrigin, registerAppScheme, serveApp } from './security/app-scheme.ts';
import { lockDown } from './security/lock-down.ts';

// The program's first file: one instance, and its window. It is small, and knows nothing that is large, so that the
// window's page is begun at once; while it is loaded, what it is drawn from is opened (beginning.ts).

const here = import.meta.dirname;
/** What a page names in its head it asks for within so long. */
const togetherMs = 3;
/** So long nothing is waited for, should no page ask. */
const pageWithinMs = 1_000;
const startsHidden = process.argv.includes(hiddenFlag);

let running: Running | null = null;
let quitting = false;
/** What other starts handed over before there was anything to take it. */
const early: (readonly string[])[] = [];

app.commandLine.appendSwitch(
  'enable-features',
  [
    // docs/decisions/0006: the page's compiled code is kept once it rests, with all that was called till then.
    'CacheCodeOnIdle',
    // docs/decisions/0005: the pages ask nothing of the network, so it gets no process of its own; on macOS that is sandboxed.
    ...(process.platform === 'darwin' ? [] : ['NetworkServiceInProcess2']),
  ].join(','),
);
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
  else running.handOver(argv);
}

async function start(): Promise<void> {
  lockDown();
  const { isAsked, areScriptsAsked } = serveOwnPages();
  const door = openDoor();
  const window = openOwnWindow();
  await isAsked;
  // SQLite is the longest to load of all that the lists are read by.
  await import('./storage/operations.ts');
  await areScriptsAsked;
  const { begin } = await import('./beginning.ts');
  running = await begin({
    data: app.getPath('userData'),
    ...{ door, window, startsHidden },
    running: () => running,
    isQuitting: () => quitting,
  });
  for (const argv of early) handOver(argv);
}

/**
 * A page needs this thread on its way, a little at a time, and whatever is loaded then holds it up. There are two gaps:
 * after the page was asked for, as its process has to start, and after its scripts were, as it runs them.
 */
function serveOwnPages(): { isAsked: Promise<void>; areScriptsAsked: Promise<void> } {
  const page = Promise.withResolvers<void>();
  const scripts = Promise.withResolvers<void>();
  setTimeout(() => {
    page.resolve();
    scripts.resolve();
  }, pageWithinMs);
  serveApp(path.join(here, '../renderer'), (file) => {
    page.resolve();
    if (path.extname(file) === '.js') setTimeout(scripts.resolve, togetherMs);
  });
  return { isAsked: page.promise, areScriptsAsked: scripts.promise };
}

const openOwnWindow = (): BrowserWindow =>
  openWindow({
    url: `${appOrigin}/index.html`,
    preload: path.join(here, '../preload/preload.cjs'),
    icon: path.join(here, '../../resources/icons/icon-256.png'),
    title: 'Sportello',
    startsHidden,
    onClose: () => (quitting ? 'close' : (running?.closing() ?? 'close')),
  });
