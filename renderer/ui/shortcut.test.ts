import { describe, expect, it } from 'vitest';
import { actions, keysOf } from '../../preload/actions.ts';
import { shortcutText } from './shortcut.tsx';

describe('a shortcut', () => {
  it.each([
    ['CmdOrCtrl+Shift+A', '⌘⇧A', 'Ctrl+Shift+A'],
    ['CmdOrCtrl+Enter', '⌘↩', 'Ctrl+Enter'],
    ['CmdOrCtrl+Plus', '⌘+', 'Ctrl++'],
    ['CmdOrCtrl+-', '⌘-', 'Ctrl+-'],
    ['Ctrl+Shift+Tab', '⌃⇧⇥', 'Ctrl+Shift+Tab'],
    ['Alt+Down', '⌥↓', 'Alt+↓'],
    ['CmdOrCtrl+,', '⌘,', 'Ctrl+,'],
  ])('written as %s is read as %s on a Mac and as %s elsewhere', (keys, mac, other) => {
    expect(shortcutText(keys, 'darwin')).toBe(mac);
    expect(shortcutText(keys, 'win32')).toBe(other);
    expect(shortcutText(keys, 'linux')).toBe(other);
  });

  it('is nothing where there is none', () => expect(shortcutText(undefined, 'linux')).toBeNull());

  it('is each of another action, on every system', () => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const all = actions
        .map((action) => shortcutText(keysOf(action, platform), platform))
        .filter((keys) => keys !== null);
      expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([]);
      // Electron's words are not people's.
      expect(all.filter((keys) => /CmdOr|Plus/.test(keys))).toEqual([]);
    }
  });
});
