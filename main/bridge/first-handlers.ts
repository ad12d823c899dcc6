import type { AppInfo } from '../../preload/contract.ts';
import { accountState, type ConsoleState } from '../console-state.ts';
import type { SettingsStore } from '../settings.ts';
import type { Operations } from '../storage/operations.ts';
import type { Storage } from '../storage/storage.ts';
import type { Handlers } from './bridge.ts';

type FirstReads = 'readList' | 'readMine' | 'readCounts';

export type FirstHandlerParts = {
  app: AppInfo;
  state: ConsoleState;
  settings: Pick<SettingsStore, 'read'>;
  /** The storage thread, or at first the files themselves. */
  storage: Pick<Storage, FirstReads> | Pick<Operations, FirstReads>;
};

/** What a page asks for before it is drawn. */
export const createFirstHandlers = ({ app, state, settings, storage }: FirstHandlerParts) =>
  ({
    'app.read': () => app,
    'account.read': () => accountState(state),
    'connection.read': () => state.connection,
    'settings.read': () => settings.read(),
    'list.read': (window) => storage.readList(window),
    'mine.read': () => storage.readMine(),
    'counts.read': () => storage.readCounts(),
  }) satisfies Partial<Handlers>;
