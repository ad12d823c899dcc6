import { create } from 'zustand';
import type { MineRow } from '../../preload/list-contract.ts';
import { bridge } from '../bridge.ts';
import { createReader } from './latest.ts';

/** My support requests: handovers offered to me, then what I have. */
export const useMyRequests = create<{ rows: readonly MineRow[] }>(() => ({ rows: [] }));

/** Reads them again: something about them may have changed. */
export const refreshMyRequests = createReader(async () => {
  useMyRequests.setState({ rows: await bridge.call('mine.read', {}) });
});
