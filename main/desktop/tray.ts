import path from 'node:path';
import { nativeImage } from 'electron/common';
import { Menu, Tray } from 'electron/main';
import type { Translate } from '../../i18n/translate.ts';

export type TrayState = { signedIn: boolean; available: boolean; live: boolean; unread: number; waiting: number };
export type TrayParts = {
  icons: string;
  platform: NodeJS.Platform;
  onOpen: () => void;
  onAvailable: (available: boolean) => void;
  onQuit: () => void;
};

/** Which picture tells the state at a glance. */
export function trayPicture({
  signedIn,
  available,
  live,
  unread,
}: TrayState): 'available' | 'unavailable' | 'offline' | 'unread' {
  if (!signedIn || !live) return 'offline';
  if (unread > 0) return 'unread';
  return available ? 'available' : 'unavailable';
}

/** The console's place in the tray: state, availability, and the way back to the window. */
export function openTray({ icons, platform, onOpen, onAvailable, onQuit }: TrayParts) {
  const picture = (state: TrayState): Electron.NativeImage => {
    const image = nativeImage.createFromPath(path.join(icons, `tray-${trayPicture(state)}.png`));
    if (platform === 'darwin') image.setTemplateImage(true);
    return image;
  };
  let tray: Tray | null = null;

  return {
    show: (state: TrayState, t: Translate): void => {
      tray ??= new Tray(picture(state));
      tray.removeAllListeners('click');
      tray.on('click', onOpen);
      tray.setImage(picture(state));
      tray.setToolTip(t('tray.tooltip', { state: trayPicture(state), waiting: state.waiting, unread: state.unread }));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: t('tray.open'), click: onOpen },
          { type: 'separator' },
          {
            label: t('availability.available'),
            type: 'radio',
            checked: state.available,
            enabled: state.live,
            click: () => onAvailable(true),
          },
          {
            label: t('availability.unavailable'),
            type: 'radio',
            checked: !state.available,
            enabled: state.live,
            click: () => onAvailable(false),
          },
          { type: 'separator' },
          { label: t('menu.quit'), click: onQuit },
        ]),
      );
    },
    close: (): void => tray?.destroy(),
  };
}
