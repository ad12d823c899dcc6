import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron/main';
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
  /** Whether closing hides the window instead. */
  staysOnClose: () => boolean;
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

/** Whether enough of it is on a screen that there is now to be taken hold of. */
function isReachable(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(place.x + place.width, workArea.x + workArea.width) - Math.max(place.x, workArea.x);
    return width > 100 && place.y >= workArea.y - 20 && place.y < workArea.y + workArea.height - 40;
  });
}

/** Opens the console's window where it last was; it shows itself once there is something to see. */
export function openWindow({ file, url, preload, icon, title, staysOnClose }: WindowParts): BrowserWindow {
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
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  });
  if (last?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    writeFileSync(file, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
    if (!staysOnClose()) return;
    event.preventDefault();
    window.hide();
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
