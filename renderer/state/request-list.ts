import { create } from 'zustand';
import { rowsAtStart } from '../../preload/amounts.ts';
import type { ListPage, ListRow } from '../../preload/list-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';
import { useCounts } from './counts.ts';
import { createReader } from './latest.ts';
import { useSettings } from './settings.ts';

type RequestListState = {
  search: string;
  /** Rows of the list from `offset` on: those on screen and some around them. */
  rows: readonly ListRow[];
  offset: number;
  total: number;
  /** False until the first window has come. */
  loaded: boolean;
};

/** A window of Support requests under the filter, order and search of the moment. */
export const useRequestList = create<RequestListState>(() => ({
  search: '',
  rows: [],
  offset: 0,
  total: 0,
  loaded: false,
}));

/** Rows asked for on either side of those on screen, so that scrolling meets rows and not gaps. */
const margin = 24;
let onScreen = { first: 0, last: rowsAtStart - margin };

const readWindow = createReader(async () => {
  const { search } = useRequestList.getState();
  const { filter, sort } = useSettings.getState().settings;
  const offset = Math.max(0, onScreen.first - margin);
  const limit = Math.min(500, onScreen.last - offset + margin);
  showListPage(await bridge.call('list.read', { filter, sort, search, offset, limit }));
});

/** Shows rows of the list as they were read. */
export function showListPage({ rows, offset, total, counts }: ListPage): void {
  useRequestList.setState({ rows, offset, total, loaded: true });
  // With the rows, and not a frame later when main has counted.
  useCounts.setState(counts);
}

let reading: Promise<void> = Promise.resolve();
function read(): Promise<void> {
  reading = readWindow();
  return reading;
}

/** Reads the window again: something in it may have changed. */
export const refreshRequestList = (): Promise<void> => read();

/** Resolves when the window that was asked for last is here, or cannot be: that is told to who asked. */
export const requestListRead = (): Promise<void> => reading.catch(() => undefined);

/** Says which rows are on screen; resolves when they are here. */
export async function showRows(first: number, last: number): Promise<void> {
  onScreen = { first, last };
  const { rows, offset, total } = useRequestList.getState();
  const isThere = first >= offset && Math.min(last, total - 1) < offset + rows.length;
  if (!isThere) await read();
}

/** Searches customers, companies, subjects and the whole chat log; '' for the whole list. */
export function searchRequests(search: string): void {
  useRequestList.setState({ search });
  void read();
}

/** The row at a place of the list, if it is loaded. */
export function rowAt(index: number): ListRow | undefined {
  const { rows, offset } = useRequestList.getState();
  return rows[index - offset];
}

/** The place of a request in the list, if it is loaded; -1 otherwise. */
export function placeOf(id: RequestId | null): number {
  const { rows, offset } = useRequestList.getState();
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? -1 : offset + at;
}

/** The id of the row next to one, in the window that is loaded; the first if it is not in it, null for none. */
export function neighbour(id: RequestId | null, step: 1 | -1): RequestId | null {
  const at = placeOf(id);
  return (at < 0 ? useRequestList.getState().rows[0] : rowAt(at + step))?.id ?? null;
}
