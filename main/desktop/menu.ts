import { Menu, type MenuItemConstructorOptions } from 'electron/main';
import type { Translate } from '../../i18n/translate.ts';
import { actions, keysOf, type ActionGroup, type ActionId } from '../../preload/actions.ts';

export type MenuParts = {
  t: Translate;
  platform: NodeJS.Platform;
  isPackaged: boolean;
  onAction: (id: ActionId) => void;
  onQuit: () => void;
};

/** The menu bar, native to each system; every action of the console with its shortcut. */
export function showMenu({ t, platform, isPackaged, onAction, onQuit }: MenuParts): void {
  const isMac = platform === 'darwin';
  const group = (name: ActionGroup): MenuItemConstructorOptions[] =>
    actions
      .filter((action) => action.group === name)
      .map((action) => {
        const { id } = action;
        const accelerator = keysOf(action, platform);
        return {
          label: t(`action.${id}`),
          click: () => onAction(id),
          ...(accelerator === undefined ? {} : { accelerator }),
        };
      });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  // Not by its role: whoever has requests in hand is asked first.
  const quit: MenuItemConstructorOptions = { label: t('menu.quit'), accelerator: 'CmdOrCtrl+Q', click: onQuit };
  const about: MenuItemConstructorOptions[] = isMac ? [{ role: 'about' }, line] : [];
  const hide: MenuItemConstructorOptions[] = isMac
    ? [{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line]
    : [];
  const developer: MenuItemConstructorOptions[] = isPackaged ? [] : [line, { role: 'toggleDevTools' }];
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'Sportello',
      submenu: [...about, ...group('console'), line, ...hide, quit],
    },
    { label: t('menu.request'), submenu: group('request') },
    {
      label: t('menu.edit'),
      submenu: [
        { role: 'undo', label: t('menu.undo') },
        { role: 'redo', label: t('menu.redo') },
        line,
        { role: 'cut', label: t('menu.cut') },
        { role: 'copy', label: t('menu.copy') },
        { role: 'paste', label: t('menu.paste') },
        { role: 'selectAll', label: t('menu.selectAll') },
      ],
    },
    { label: t('menu.go'), submenu: group('go') },
    {
      label: t('menu.view'),
      submenu: [...group('view'), line, { role: 'togglefullscreen', label: t('menu.fullScreen') }, ...developer],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
