import { nativeImage } from 'electron/common';
import type { BrowserWindow } from 'electron/main';
import type { Translate } from '../../i18n/translate.ts';
import { badgePicture, badgeSize as size } from './badge-picture.ts';

export type BadgeParts = {
  platform: NodeJS.Platform;
  window: () => BrowserWindow | null;
  /** Dock on macOS, launcher on some Linux desktops. */
  setBadgeCount: (count: number) => void;
};

/** Unread messages, wherever the desktop has a place for their number: dock, taskbar, title (spec 8.4). */
export function createBadge({ platform, window, setBadgeCount }: BadgeParts) {
  return (unread: number, t: Translate): void => {
    setBadgeCount(unread);
    const open = window();
    open?.setTitle(unread === 0 ? 'Sportello' : `(${unread}) Sportello`);
    if (platform !== 'win32') return;
    const overlay =
      unread === 0 ? null : nativeImage.createFromBitmap(badgePicture(unread), { width: size, height: size });
    open?.setOverlayIcon(overlay, unread === 0 ? '' : t('list.unread', { count: unread }));
  };
}
