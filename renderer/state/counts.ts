import { create } from 'zustand';
import type { Counts } from '../../preload/contract.ts';
import { bridge } from '../bridge.ts';
import { unlessTold } from './unless-told.ts';

/** How many requests there are by status, and unread messages of mine, as main counts them. */
export const useCounts = create<Counts>(() => ({ all: 0, new: 0, active: 0, completed: 0, unread: 0 }));

/** Asks main for the counts. */
export const readCounts = (): Promise<void> =>
  unlessTold(
    'counts.changed',
    () => bridge.call('counts.read', {}),
    (counts) => useCounts.setState(counts),
  );
