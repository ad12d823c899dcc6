import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow } from 'electron/main';
import { z } from 'zod';
import { isReachable } from './window.ts';

const Place = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() });
type Place = z.infer<typeof Place>;

function lastPlace(file: string): Place | null {
  if (!existsSync(file)) return null;
  try {
    return Place.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Where a window stood is not worth more than starting where windows start.
    return null;
  }
}

/** Puts a window that is not shown yet where it last was, and keeps in the file where it is when it closes. */
export function keepPlace(window: BrowserWindow, file: string): void {
  const last = lastPlace(file);
  if (last !== null) {
    const { maximized, ...bounds } = last;
    if (isReachable(bounds)) window.setBounds(bounds);
    if (maximized) window.maximize();
  }
  window.on('close', () => {
    writeFileSync(file, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  });
}
