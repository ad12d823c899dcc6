import { create } from 'zustand';
import type { Counts } from '../../preload/list-contract.ts';

/** How many requests there are by status, and unread messages of mine, as main counts them. */
export const useCounts = create<Counts>(() => ({ all: 0, new: 0, active: 0, completed: 0, unread: 0 }));
