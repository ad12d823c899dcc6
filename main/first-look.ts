import path from 'node:path';
import { app, safeStorage } from 'electron/main';
import { translatorOf } from '../i18n/catalogues.ts';
import type { Translator } from '../i18n/translate.ts';
import type { ActionId } from '../preload/actions.ts';
import type { AppInfo, Method } from '../preload/contract.ts';
import type { Language } from '../protocol/model.ts';
import { openAccount } from './account.ts';
import { answerWith } from './bridge/bridge.ts';
import type { Door } from './bridge/door.ts';
import { createFirstHandlers } from './bridge/first-handlers.ts';
import { firstState } from './console-state.ts';
import { showMenu } from './desktop/menu.ts';
import { protectVault } from './security/vault.ts';
import type { SettingsStore } from './settings.ts';
import type { OpenOptions } from './storage/open.ts';
import { openAtOnce } from './storage/operations.ts';

// What is seen before all else: the menu, and the lists as they were left. The page is drawn from the files themselves,
// read in this thread, so that neither the storage thread nor the rest of main has to be there yet.

export type FirstLookParts = {
  /** The folder of all that is kept. */
  data: string;
  files: OpenOptions;
  settings: SettingsStore;
  door: Door;
  onAction: (id: ActionId) => void;
  onQuit: () => void;
  onError: (event: string, error: unknown) => void;
};
export type FirstLook = ReturnType<typeof openFirstLook>;

/** Who is signed in where, and what of that the page mirrors. */
function knownAccount(data: string) {
  const tokenProtected = protectVault();
  const account = openAccount(path.join(data, 'account.json'), safeStorage);
  // Known before anything is read, so that nobody who is signed in sees the way in.
  const state = firstState({ me: account.current()?.me ?? null, ...account.last(), tokenProtected });
  return { account, state };
}

function systemInfo(): AppInfo {
  const locale = app.getLocale();
  const systemLanguage: Language = locale.startsWith('it') ? 'it' : 'en';
  return { version: app.getVersion(), platform: process.platform as 'linux', systemLanguage, locale };
}

/** Shows the menu and answers what the page asks before it is drawn, until `close`. */
export function openFirstLook({ data, files, settings, door, onAction, onQuit, onError }: FirstLookParts) {
  const info = systemInfo();
  const { account, state } = knownAccount(data);
  const { me, relay } = state;
  const storage = me === null ? null : openAtOnce(files, { relay, technicianId: me.id });
  let endAnswering: (() => void) | null = null;
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();
  if (storage !== null) {
    const handlers = createFirstHandlers({ app: info, state, settings, storage });
    const answer = answerWith(handlers, (event, error) => {
      onError(event, error);
      fail();
    });
    endAnswering = door.answerFirst(Object.keys(handlers) as Method[], answer);
  }

  const translator = (): Translator => {
    const { language } = settings.read();
    return language === 'system' ? translatorOf(info.systemLanguage, info.locale) : translatorOf(language, language);
  };
  const menu = (): void =>
    showMenu({ t: translator().t, platform: process.platform, isPackaged: app.isPackaged, onAction, onQuit });
  menu();
  settings.onChanged(menu);

  return {
    info,
    account,
    state,
    translator,
    /** Whether the page can be drawn by this alone. */
    isEnough: storage !== null,
    /** Resolves when it turns out that it cannot be. */
    failed,
    close: (): void => {
      endAnswering?.();
      storage?.close();
    },
  };
}
