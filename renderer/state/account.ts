import { create } from 'zustand';
import type { AccountState } from '../../preload/contract.ts';
import type { Me } from '../../protocol/model.ts';
import { bridge } from '../bridge.ts';
import { unlessTold } from './unless-told.ts';

/** Who is signed in, as main says. */
export const useAccount = create<AccountState>(() => ({
  kind: 'signed-out',
  relay: '',
  email: '',
  reason: null,
}));

/** Asks main who is signed in. */
export const readAccount = (): Promise<void> =>
  unlessTold(
    'account.changed',
    () => bridge.call('account.read', {}),
    (account) => useAccount.setState(account, true),
  );

/** The technician who is signed in; null while nobody is. */
export const useMe = (): Me | null => useAccount((account) => (account.kind === 'signed-in' ? account.me : null));

export const useAvailable = (): boolean => useAccount((account) => account.kind === 'signed-in' && account.available);
