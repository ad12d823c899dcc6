import { rowsAtStart } from '../../preload/amounts.ts';
import type { AppInfo, Start } from '../../preload/contract.ts';
import { accountState, type ConsoleState } from '../console-state.ts';
import type { SettingsStore } from '../settings.ts';
import type { Operations } from '../storage/operations.ts';
import type { Storage } from '../storage/storage.ts';

type Reads = 'readList' | 'readMine' | 'readCounts';

export type StartParts = {
  app: AppInfo;
  state: ConsoleState;
  settings: Pick<SettingsStore, 'read'>;
  /** The storage thread, or at first the files themselves. */
  storage: Pick<Storage, Reads> | Pick<Operations, Reads>;
};

/** What a page is drawn from, as it is at this moment. */
export async function readStart({ app, state, settings, storage }: StartParts): Promise<Start> {
  const chosen = settings.read();
  const known = { app, settings: chosen, account: accountState(state), connection: state.connection };
  if (state.me === null) return { ...known, lists: null };
  const { filter, sort } = chosen;
  const [requests, mine, counts] = await Promise.all([
    storage.readList({ filter, sort, search: '', offset: 0, limit: rowsAtStart }),
    storage.readMine(),
    storage.readCounts(),
  ]);
  return { ...known, lists: { requests, mine, counts } };
}
