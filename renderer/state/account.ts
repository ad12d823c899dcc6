import { create } from 'zustand';
import type { AccountState } from '../../preload/contract.ts';
import type { Me } from '../../protocol/technicians.ts';

/** Who is signed in, as main says. */
export const useAccount = create<AccountState>(() => ({
  kind: 'signed-out',
  relay: '',
  email: '',
  reason: null,
}));

/** The technician who is signed in; null while nobody is. */
export const useMe = (): Me | null => useAccount((account) => (account.kind === 'signed-in' ? account.me : null));

export const useAvailable = (): boolean => useAccount((account) => account.kind === 'signed-in' && account.available);
