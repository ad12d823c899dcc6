import { create } from 'zustand';
import type { ConnectionState } from '../../preload/contract.ts';
import { bridge } from '../bridge.ts';
import { unlessTold } from './unless-told.ts';

/** How the console stands to the relay, as main says. */
export const useConnection = create<ConnectionState>(() => ({
  kind: 'connecting',
  since: null,
  unsent: 0,
  progress: null,
}));

/** Asks main how the console stands to the relay. */
export const readConnection = (): Promise<void> =>
  unlessTold(
    'connection.changed',
    () => bridge.call('connection.read', {}),
    (connection) => useConnection.setState(connection, true),
  );

/** Whether what needs the relay's answer can be done now. */
export const useOnline = (): boolean => useConnection(({ kind }) => kind === 'live' || kind === 'catching-up');
