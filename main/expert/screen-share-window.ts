import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, nativeTheme, type Rectangle, type WebPreferences } from 'electron/main';
import { z } from 'zod';
import type { RequestId, ScreenShareId } from '../../protocol/ids.ts';

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
  onClosed: (id: RequestId, share: ScreenShareId) => void;
  /** Which requests have a window changed. */
  onOpen: (ids: RequestId[]) => void;
};
export type ScreenShareWindows = ReturnType<typeof createScreenShareWindows>;

type Open = { window: BrowserWindow; kind: WindowKind; share: ScreenShareId };

/** Screen sharing windows, one a request; each goes with one session. */
export function createScreenShareWindows(parts: ScreenShareWindowParts) {
  const { folder, pageOf, preferences, icon, title, zoom, isReachable, isQuitting, onClosed, onOpen } = parts;
  const open = new Map<RequestId, Open>();
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

  function create(id: RequestId, kind: WindowKind, share: ScreenShareId): void {
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
    open.set(id, { window, kind, share });
    window.once('ready-to-show', () => window.show());
    window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(zoom()));
    window.on('close', () => writeFileSync(fileOf(kind), JSON.stringify(window.getNormalBounds())));
    window.on('closed', () => {
      const closed = open.get(id);
      if (closed?.window !== window || isQuitting()) return;
      open.delete(id);
      onOpen([...open.keys()]);
      onClosed(id, closed.share);
    });
    void window.loadURL(pageOf(id));
    onOpen([...open.keys()]);
  }

  return {
    /** Opens the window of a request for this session, or brings it forward. */
    open: (id: RequestId, kind: WindowKind, share: ScreenShareId): void => {
      const there = open.get(id);
      if (there?.kind !== kind) {
        open.delete(id);
        there?.window.close();
        return create(id, kind, share);
      }
      there.share = share;
      if (there.window.isMinimized()) there.window.restore();
      there.window.show();
    },
    isOpen: (id: RequestId): boolean => open.has(id),
    /** Closes it with its session; answers whether the person was looking at it. */
    close: (id: RequestId, share: ScreenShareId): boolean => {
      const there = open.get(id);
      if (there?.share !== share) return false;
      const { window } = there;
      const wasFocused = window.isFocused();
      open.delete(id);
      window.close();
      onOpen([...open.keys()]);
      return wasFocused;
    },
    setFullScreen: (id: RequestId, on: boolean): void => open.get(id)?.window.setFullScreen(on),
    setZoom: (factor: number): void => {
      for (const { window } of open.values()) window.webContents.setZoomFactor(factor);
    },
  };
}
