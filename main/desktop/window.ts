import { BrowserWindow, nativeTheme, screen, type Rectangle, type WebPreferences } from 'electron/main';

const smallest = { width: 1000, height: 600 };
const first = { width: 1360, height: 840 };

export type WindowParts = {
  url: string;
  preload: string;
  icon: string;
  title: string;
  /** What closing does: hide the window, close it, or ask before that (which somebody else does). */
  onClose: () => 'hide' | 'close' | 'ask';
  /** Waits in the tray until it is brought forward. */
  startsHidden: boolean;
};

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

/** What stands behind a page before it is drawn, in the theme of the moment. */
export const background = (): string => (nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff');

/** Opens the console's window, which shows itself once there is something to see. */
export function openWindow({ url, preload, icon, title, onClose, startsHidden }: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    ...first,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title,
    icon,
    show: false,
    backgroundColor: background(),
    webPreferences: pagePreferences(preload),
  });
  if (!startsHidden) window.once('ready-to-show', () => window.show());
  // The title is the console's: it counts what is unread.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', (event) => {
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
