import { create } from 'zustand';
import type { ListRow } from '../../preload/list-contract.ts';
import { bridge } from '../bridge.ts';
import { createReader } from './latest.ts';

/** So many requests are enough to choose from: who looks for more searches in the list. */
const most = 8;

type QuickFindState = {
  query: string;
  /** What was found for `answered`: the answer to the last question that came back. */
  rows: readonly ListRow[];
  answered: string;
};

/** Requests found from the command palette. */
export const useQuickFind = create<QuickFindState>(() => ({ query: '', rows: [], answered: '' }));

const read = createReader(async () => {
  const { query } = useQuickFind.getState();
  const sort = { column: 'id', descending: true } as const;
  const search = query.trim();
  const rows =
    search === '' ? [] : (await bridge.call('list.read', { filter: 'all', search, sort, offset: 0, limit: most })).rows;
  // Somebody typed on meanwhile: the answer to that is on its way.
  if (useQuickFind.getState().query === query) useQuickFind.setState({ rows, answered: query });
});

/** Finds requests by number, customer, company, subject or chat; '' for none. The latest question wins. */
export function quickFind(query: string): void {
  useQuickFind.setState(query.trim() === '' ? { query, rows: [], answered: query } : { query });
  void read();
}
