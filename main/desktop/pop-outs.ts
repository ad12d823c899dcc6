import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow } from 'electron/main';
import { z } from 'zod';
import type { RequestId } from '../../protocol/ids.ts';
import { isReachable, pagePreferences } from './window.ts';

const Place = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
type Place = z.infer<typeof Place>;

const first = { width: 420, height: 620 };
const smallest = { width: 320, height: 360 };
/** Windows opened one after the other do not lie exactly on each other. */
const shift = 28;

export type PopOutParts = {
  /** Keeps where the last of these windows was. */
  file: string;
  /** Address of the page that shows one chat. */
  pageOf: (id: RequestId) => string;
  preload: string;
  icon: string;
  staysOnTop: () => boolean;
};
export type PopOuts = ReturnType<typeof createPopOuts>;

function lastPlace(file: string): Place | null {
  if (!existsSync(file)) return null;
  try {
    const place = Place.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isReachable(place) ? place : null;
  } catch {
    // Where a window stood is not worth more than starting where windows start.
    return null;
  }
}

/** Chats in windows of their own, one a request (spec 8.13). */
export function createPopOuts({ file, pageOf, preload, icon, staysOnTop }: PopOutParts) {
  const open = new Map<RequestId, BrowserWindow>();

  function place(): Partial<Place> {
    const last = lastPlace(file);
    if (last === null) return first;
    return { ...last, x: last.x + open.size * shift, y: last.y + open.size * shift };
  }

  return {
    open: (id: RequestId): void => {
      const there = open.get(id);
      if (there !== undefined) return there.show();
      const window = new BrowserWindow({
        ...place(),
        minWidth: smallest.width,
        minHeight: smallest.height,
        icon,
        show: false,
        alwaysOnTop: staysOnTop(),
        fullscreenable: false,
        webPreferences: pagePreferences(preload),
      });
      open.set(id, window);
      window.once('ready-to-show', () => window.show());
      window.on('close', () => writeFileSync(file, JSON.stringify(window.getNormalBounds())));
      window.on('closed', () => open.delete(id));
      void window.loadURL(pageOf(id));
    },
    /** Requests that have a window. */
    ids: (): RequestId[] => [...open.keys()],
    /** The request whose window has the focus. */
    focused: (): RequestId | null => [...open].find(([, window]) => window.isFocused())?.[0] ?? null,
    close: (ids: readonly RequestId[]): void => {
      for (const id of ids) open.get(id)?.close();
    },
    keepOnTop: (on: boolean): void => {
      for (const window of open.values()) window.setAlwaysOnTop(on);
    },
  };
}
