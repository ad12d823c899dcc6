import path from 'node:path';
import { shell } from 'electron/common';
import { dialog, type BrowserWindow, type Rectangle, type WebPreferences } from 'electron/main';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { openKept } from './kept.ts';
import { launch } from './launch.ts';
import type { Platform } from './presets.ts';
import { createScreenShareWindows } from './screen-share-window.ts';
import { createScreenSharing, type ScreenSharingParts } from './screen-sharing.ts';

export type ExpertParts = Pick<
  ScreenSharingParts,
  'readShared' | 'readClients' | 'ask' | 'me' | 'forward' | 'onError'
> & {
  platform: NodeJS.Platform;
  /** The person's data folder, and that of the icons. */
  folders: { data: string; icons: string };
  pageOf: (id: RequestId) => string;
  preferences: WebPreferences;
  isReachable: (place: Rectangle) => boolean;
  translator: () => Translator;
  zoom: () => number;
  window: () => BrowserWindow | null;
  isQuitting: () => boolean;
};
export type Expert = ReturnType<typeof openExpert>;

/** Joins escalation on this machine: sessions, windows, programs. */
export function openExpert(parts: ExpertParts) {
  const { folders, pageOf, preferences, isReachable, translator, zoom, window, isQuitting, ...rest } = parts;
  const platform = parts.platform as Platform;
  const kept = openKept(path.join(folders.data, 'screen-sharing.json'));
  const windows = createScreenShareWindows({
    ...{ folder: folders.data, pageOf, preferences, isReachable, isQuitting, zoom },
    icon: path.join(folders.icons, 'icon-256.png'),
    title: () => translator().t('screenShare.window'),
    onClosed: (id, share) => sharing.windowClosed(id, share),
    onOpen: (open) => kept.write({ open }),
  });

  async function chooseProgram(): Promise<string | null> {
    const extensions = { win32: ['exe'], darwin: ['app'], linux: ['*'] }[platform];
    const { t } = translator();
    const options = {
      title: t('screenShare.locate'),
      properties: ['openFile' as const],
      filters: [{ name: t('screenShare.program'), extensions }],
    };
    const parent = window();
    const chosen = await (parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
    return chosen.filePaths[0] ?? null;
  }

  const sharing = createScreenSharing({
    ...rest,
    ...{ kept, windows, launch, chooseProgram },
    machine: { platform, env: process.env },
    openLink: (link) => shell.openExternal(link),
  });
  return {
    ...sharing,
    setFullScreen: windows.setFullScreen,
    setZoom: windows.setZoom,
  };
}
