import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, nativeTheme, type Rectangle, type WebPreferences } from 'electron/main';
import { z } from 'zod';
import type { RequestId } from '../../protocol/ids.ts';

const Place = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

/** The built-in view, or what accompanies a client with a window of its own: each remembers its own place. */
export type WindowKind = 'view' | 'panel';
const sizes = {
  view: { first: { width: 1120, height: 760 }, smallest: { width: 520, height: 380 } },
  panel: { first: { width: 460, height: 440 }, smallest: { width: 380, height: 320 } },
} as const;

export type ScreenShareWindowParts = {
  folder: string;
  pageOf: (id: RequestId) => string;
  preferences: WebPreferences;
  icon: string;
  title: () => string;
  zoom: () => number;
  /** Whether enough of a window there would be on a screen. */
  isReachable: (place: Rectangle) => boolean;
  /** The console ends, and its windows with it. */
  isQuitting: () => boolean;
  /** The person closed it, rather than the session. */
  onClosed: (id: RequestId) => void;
  /** Which requests have a window changed. */
  onOpen: (ids: RequestId[]) => void;
};
export type ScreenShareWindows = ReturnType<typeof createScreenShareWindows>;

/** Screen sharing windows, one a request. */
export function createScreenShareWindows(parts: ScreenShareWindowParts) {
  const { folder, pageOf, preferences, icon, title, zoom, isReachable, isQuitting, onClosed, onOpen } = parts;
  const open = new Map<RequestId, BrowserWindow>();
  const fileOf = (kind: WindowKind): string => path.join(folder, `screen-share-${kind}.json`);

  function lastPlace(kind: WindowKind): Partial<Rectangle> {
    const file = fileOf(kind);
    if (!existsSync(file)) return sizes[kind].first;
    try {
      const place = Place.parse(JSON.parse(readFileSync(file, 'utf8')));
      return isReachable(place) ? place : sizes[kind].first;
    } catch {
      return sizes[kind].first; // where a window stood is not worth more than starting where windows start
    }
  }

  function create(id: RequestId, kind: WindowKind): void {
    const window = new BrowserWindow({
      ...lastPlace(kind),
      minWidth: sizes[kind].smallest.width,
      minHeight: sizes[kind].smallest.height,
      title: title(),
      icon,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#131418' : '#f6f6f8',
      webPreferences: preferences,
    });
    open.set(id, window);
    window.once('ready-to-show', () => window.show());
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(zoom()));
    window.on('close', () => writeFileSync(fileOf(kind), JSON.stringify(window.getNormalBounds())));
    window.on('closed', () => {
      if (!open.delete(id) || isQuitting()) return;
      onOpen([...open.keys()]);
      onClosed(id);
    });
    void window.loadURL(pageOf(id));
    onOpen([...open.keys()]);
  }

  return {
    /** Opens the window of a request, or brings it forward. */
    open: (id: RequestId, kind: WindowKind): void => {
      const there = open.get(id);
      if (there === undefined) return create(id, kind);
      if (there.isMinimized()) there.restore();
      there.show();
    },
    isOpen: (id: RequestId): boolean => open.has(id),
    /** Closes it with the session; answers whether the person was looking at it. */
    close: (id: RequestId): boolean => {
      const window = open.get(id);
      if (window === undefined) return false;
      const wasFocused = window.isFocused();
      open.delete(id);
      window.close();
      onOpen([...open.keys()]);
      return wasFocused;
    },
    setFullScreen: (id: RequestId, on: boolean): void => open.get(id)?.setFullScreen(on),
    setZoom: (factor: number): void => {
      for (const window of open.values()) window.webContents.setZoomFactor(factor);
    },
  };
}
