import path from 'node:path';
import { nativeImage } from 'electron/common';
import { Menu, Tray, type MenuItemConstructorOptions } from 'electron/main';
import type { Translator } from '../../i18n/translate.ts';
import { trayEntries, trayPicture, type TrayChoice, type TrayEntry, type TrayState } from './tray-menu.ts';

export type TrayParts = {
  icons: string;
  platform: NodeJS.Platform;
  onChoice: (choice: TrayChoice) => void;
};

/** The console's place in the tray: state, who waits, and the way back to the window. */
export function openTray({ icons, platform, onChoice }: TrayParts) {
  const picture = (state: TrayState): Electron.NativeImage => {
    const image = nativeImage.createFromPath(path.join(icons, `tray-${trayPicture(state)}.png`));
    if (platform === 'darwin') image.setTemplateImage(true);
    return image;
  };
  /** The menus within the menu and within the one before it, by what is in them. */
  let inner = new Map<string, Menu>();
  let before = inner;

  const itemOf = (entry: TrayEntry): MenuItemConstructorOptions => {
    if (entry === null) return { type: 'separator' };
    const { label, choice, checked, enabled = true, entries } = entry;
    return {
      label,
      enabled,
      ...(checked === undefined ? {} : { type: 'radio', checked }),
      ...(entries === undefined ? {} : { submenu: innerMenu(entries) }),
      ...(choice === undefined ? {} : { click: () => onChoice(choice) }),
    };
  };
  /** One that is as it was is used again: on Linux Electron never lets go of a menu that stood in a tray's menu. */
  function innerMenu(entries: TrayEntry[]): Menu {
    const key = JSON.stringify(entries);
    const menu = before.get(key) ?? Menu.buildFromTemplate(entries.map(itemOf));
    inner.set(key, menu);
    return menu;
  }
  function menuOf(entries: TrayEntry[]): Menu {
    before = inner;
    inner = new Map();
    return Menu.buildFromTemplate(entries.map(itemOf));
  }
  let tray: Tray | null = null;
  let last = '';

  return {
    show: (state: TrayState, translator: Translator): void => {
      const entries = trayEntries(state, translator);
      const tooltip = translator.t('tray.tooltip', {
        state: trayPicture(state),
        waiting: state.waiting,
        unread: state.unread,
      });
      // A menu that is made anew while somebody has it open closes before his eyes.
      const now = JSON.stringify([trayPicture(state), tooltip, entries]);
      if (now === last) return;
      last = now;
      if (tray === null) {
        tray = new Tray(picture(state));
        tray.on('click', () => onChoice({ kind: 'open' }));
      } else tray.setImage(picture(state));
      tray.setToolTip(tooltip);
      tray.setContextMenu(menuOf(entries));
    },
    close: (): void => tray?.destroy(),
  };
}
