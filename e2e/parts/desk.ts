import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import type { Console } from './console.ts';
import { inMain } from './in-main.ts';

const run = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('xdotool', args, { encoding: 'utf8' })).stdout.trim();

/** The desktop's screen in the hands of a person. */
export const desk = {
  /** The title of the window that has the focus; '' if none has. */
  focused: (): Promise<string> => run('getactivewindow', 'getwindowname').catch(() => ''),
  /** Closes the console's window as its cross does. */
  closeWindow: async (console: Console): Promise<void> => {
    await inMain(console.app, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  },
  isWindowVisible: (console: Console): Promise<boolean> =>
    inMain(console.app, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true),
  /** The technician turns to something else: the console waits in the tray. */
  leave: async (console: Console): Promise<void> => {
    await desk.closeWindow(console);
    await expect.poll(() => desk.isWindowVisible(console)).toBe(false);
  },
  /** The technician comes back to it. */
  comeBack: async (console: Console): Promise<void> => {
    await inMain(console.app, ({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.show();
      BrowserWindow.getAllWindows()[0]?.focus();
    });
    await desk.expectForward();
  },
  /** The console's window is before everything else. */
  expectForward: async (): Promise<void> => {
    await expect.poll(desk.focused, { message: "the console's window has the focus" }).toMatch(/Sportello$/);
  },
};
