import path from 'node:path';
import { app, safeStorage } from 'electron/main';
import type { AppInfo } from '../preload/contract.ts';
import type { Language } from '../protocol/language.ts';
import { openAccount } from './account.ts';
import type { Door } from './bridge/door.ts';
import { readStart } from './bridge/read-start.ts';
import { firstState } from './console-state.ts';
import { protectVault } from './security/vault.ts';
import type { SettingsStore } from './settings.ts';
import type { OpenOptions } from './storage/open.ts';
import { openAtOnce } from './storage/operations.ts';

// What is seen before all else: the lists as they were left. The page is drawn from the files themselves, read in this
// thread, so that neither the storage thread nor the rest of main has to be there yet.

export type FirstLookParts = {
  /** The folder of all that is kept. */
  data: string;
  files: OpenOptions;
  settings: SettingsStore;
  door: Door;
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

/** Answers what the page is drawn from, until `close`. */
export function openFirstLook({ data, files, settings, door, onError }: FirstLookParts) {
  const info = systemInfo();
  const { account, state } = knownAccount(data);
  const { me, relay } = state;
  const storage = me === null ? null : openAtOnce(files, { relay, technicianId: me.id });
  let endAnswering: (() => void) | null = null;
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();
  if (storage !== null) {
    endAnswering = door.answerFirst('start.read', async () => {
      try {
        return await readStart({ app: info, state, settings, storage });
      } catch (error) {
        onError('start.read', error);
        fail();
        throw error;
      }
    });
  }

  return {
    info,
    account,
    state,
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
