import { execFileSync } from 'node:child_process';
import { desk } from './desk.ts';
import type { Console } from './console.ts';

// Real key presses on the real display: shortcuts are the menu's, which sees no keys that are made up inside the page.

/** Presses keys, as xdotool names them ("ctrl+k"), in the window that has the focus. */
export const press = (...keys: string[]): void => void execFileSync('xdotool', ['key', '--clearmodifiers', ...keys]);

/** Types a text into the window that has the focus. */
export const type = (text: string): void => void execFileSync('xdotool', ['type', '--delay', '15', text]);

/** The console's window gets the focus, so that keys reach it. */
export const takeKeyboard = (console: Console): Promise<void> => desk.comeBack(console);
