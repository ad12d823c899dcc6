import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app, nativeTheme, type BrowserWindow } from 'electron/main';
import type { Door } from './bridge/door.ts';
import { keepPlace } from './desktop/window-place.ts';
import { background } from './desktop/window.ts';
import { openFirstLook } from './first-look.ts';
import { createLog, type Log } from './log.ts';
import type { Running } from './main.ts';
import { openSettings, type SettingsStore } from './settings.ts';
import type { OpenOptions } from './storage/open.ts';
import { createStorage, type Storage } from './storage/storage.ts';

// What comes between the window and the rest of the program: the window gets its place and look, its page what it is
// drawn from, and while it draws this its menu (menu-bar.ts); once it is drawn all else is loaded (main.ts).

/** So long the rest waits for the page to be drawn. */
const pageWithinMs = 3_000;

export type BeginningParts = {
  /** The folder of all that is kept. */
  data: string;
  door: Door;
  window: BrowserWindow;
  startsHidden: boolean;
  /** Null until this has ended. */
  running: () => Running | null;
  isQuitting: () => boolean;
};

/** Brings the console up behind its window; null: it was quit meanwhile. */
export async function begin({
  data,
  door,
  window,
  startsHidden,
  running,
  isQuitting,
}: BeginningParts): Promise<Running | null> {
  const isDrawn = Promise.race([door.called('page.opened'), setTimeout(pageWithinMs)]);
  const settings = openSettings(path.join(data, 'settings.json'));
  dress(window, settings, path.join(data, 'window.json'));
  const log = createLog(path.join(data, 'logs'), Date.now);

  const files = { folder: path.join(data, 'data'), nativeBinding: process.env['SPORTELLO_SQLITE_BINDING'] };
  const onError = (event: string, error: unknown): void => log.error(event, error);
  const look = openFirstLook({ data, files, settings, door, onError });
  // A window that starts hidden is not drawn.
  const isPatient = look.isEnough && !startsHidden;
  const { openMenuBar } = await import('./menu-bar.ts');
  const translator = openMenuBar({
    ...{ info: look.info, settings },
    onAction: (id) => running()?.act(id),
    onQuit: () => {
      const now = running();
      if (now === null) app.quit();
      else now.quit();
    },
  });
  if (isPatient) await Promise.race([isDrawn, look.failed]);
  look.close();
  if (isQuitting()) return null;

  const storage = openOwnStorage(files, log, () => running()?.cacheRenewed());
  const { run } = await import('./main.ts');
  const made = run({ data, log, settings, translator, storage, look, window, door, isQuitting });
  made.open(process.argv);
  return made;
}

/** Where the window was, and how the person wants it to look: it is not shown yet. */
function dress(window: BrowserWindow, settings: SettingsStore, file: string): void {
  nativeTheme.themeSource = settings.read().theme;
  window.setBackgroundColor(background());
  keepPlace(window, file);
  const zoom = (): void => window.webContents.setZoomFactor(settings.read().zoom);
  window.webContents.on('did-finish-load', zoom);
}

const openOwnStorage = (files: OpenOptions, log: Log, onCacheRenewed: () => void): Storage =>
  createStorage({
    ...files,
    workerUrl: new URL('./worker.js', import.meta.url),
    onSlow: (name, milliseconds) => log.info('slow storage', { name, milliseconds: Math.round(milliseconds) }),
    onRenewed: (file) => {
      log.error('storage set aside', file);
      onCacheRenewed();
    },
  });
