import { create } from 'zustand';
import type { ConnectionState } from '../../preload/contract.ts';

/** How the console stands to the relay, as main says. */
export const useConnection = create<ConnectionState>(() => ({
  kind: 'connecting',
  since: null,
  unsent: 0,
  progress: null,
}));

/** Whether what needs the relay's answer can be done now. */
export const useOnline = (): boolean => useConnection(({ kind }) => kind === 'live' || kind === 'catching-up');
