import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, nativeTheme, screen, type Rectangle, type WebPreferences } from 'electron/main';
import { z } from 'zod';

const Place = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() });
type Place = z.infer<typeof Place>;

const smallest = { width: 1000, height: 600 };
const first = { width: 1360, height: 840 };

export type WindowParts = {
  /** Keeps where the window was. */
  file: string;
  url: string;
  preload: string;
  icon: string;
  title: string;
  /** What closing does: hide the window, close it, or ask before that (which somebody else does). */
  onClose: () => 'hide' | 'close' | 'ask';
  /** Waits in the tray until it is brought forward. */
  startsHidden: boolean;
};

function lastPlace(file: string): Place | null {
  if (!existsSync(file)) return null;
  try {
    return Place.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Where a window stood is not worth more than starting where windows start.
    return null;
  }
}

/** What every page of the console may and may not. */
export const pagePreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: true,
});

/** Whether enough of it is on a screen that there is now to be taken hold of. */
export function isReachable(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(place.x + place.width, workArea.x + workArea.width) - Math.max(place.x, workArea.x);
    return width > 100 && place.y >= workArea.y - 20 && place.y < workArea.y + workArea.height - 40;
  });
}

/** Opens the console's window where it last was; it shows itself once there is something to see. */
export function openWindow({ file, url, preload, icon, title, onClose, startsHidden }: WindowParts): BrowserWindow {
  const last = lastPlace(file);
  const place =
    last !== null && isReachable(last) ? { x: last.x, y: last.y, width: last.width, height: last.height } : first;
  const window = new BrowserWindow({
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title,
    icon,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: pagePreferences(preload),
  });
  if (last?.maximized === true) window.maximize();
  if (!startsHidden) window.once('ready-to-show', () => window.show());
  // The title is the console's: it counts what is unread.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', (event) => {
    writeFileSync(file, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
    const what = onClose();
    if (what === 'close') return;
    event.preventDefault();
    if (what === 'hide') window.hide();
  });
  void window.loadURL(url);
  return window;
}

/** Brings a window before the person, wherever it was. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
