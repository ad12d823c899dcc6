import type { Row } from './rows.ts';

/** So many lines are shown at first, and so many more each time somebody reads on upwards. */
const stretch = 100;
/** At the newest line, what has gathered above is let go of beyond this; more is kept for whoever has read it. */
const most = { unread: stretch + 20, read: 3 * stretch };

/** The first line of those shown says who writes, whoever wrote before it. */
const leading = (row: Row): Row => (row.kind === 'text' || row.kind === 'file' ? { ...row, leads: true } : row);

/** The stretch of a long chat that is on the page: its end, and as far back as somebody has read. */
export function createRowWindow() {
  let first = 0;
  let hasGoneBack = false;

  return {
    /** The lines to show; `atEnd`: the newest one is looked at. */
    of: (rows: readonly Row[], atEnd: boolean): readonly Row[] => {
      if (atEnd && rows.length - first > (hasGoneBack ? most.read : most.unread)) {
        first = rows.length - stretch;
        hasGoneBack = false;
      }
      first = Math.max(0, Math.min(first, rows.length - 1));
      return rows.slice(first).map((row, at) => (at === 0 ? leading(row) : row));
    },
    /** Goes further back; whether there is anything. */
    back: (): boolean => {
      if (first === 0) return false;
      first = Math.max(0, first - stretch);
      hasGoneBack = true;
      return true;
    },
  };
}
