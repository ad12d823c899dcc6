import styles from './shortcut.module.css';

type Platform = 'darwin' | 'win32' | 'linux';

const macSigns: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Tab: '⇥',
  Up: '↑',
  Down: '↓',
  Plus: '+',
};
const otherSigns: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl', Up: '↑', Down: '↓', Plus: '+' };

/** Electron's way to write a shortcut, as people of the system write it: "⇧⌘A" or "Ctrl+Shift+A"; null for none. */
export function shortcutText(keys: string | undefined, platform: Platform): string | null {
  const isMac = platform === 'darwin';
  if (keys === undefined) return null;
  // "CmdOrCtrl+-": the last part may be empty or the sign that parts are joined by.
  const parts = keys.split(/\+(?=.)/);
  const signs = parts.map((part) => (isMac ? macSigns : otherSigns)[part] ?? part);
  return signs.join(isMac ? '' : '+');
}

/** A shortcut as a key cap. */
export function Shortcut({ children }: { children: string | null }) {
  return children === null ? null : <kbd className={styles['shortcut']}>{children}</kbd>;
}
