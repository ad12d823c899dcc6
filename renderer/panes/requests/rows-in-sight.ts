import { useLayoutEffect, useState, type RefObject } from 'react';

/** Rows drawn beyond the edges, so that a small scroll meets them. */
const beyond = 5;

export type RowsInSight = { first: number; last: number };

/**
 * Which rows of a long list to draw, of `total` that are all `rowHeight` pixels high; `last` is -1 for none. A division
 * tells, so it costs the same for any number of rows: a list that measures its items does work for each of them whenever
 * one comes.
 */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, total: number, rowHeight: number): RowsInSight {
  // At first half of the window, which is about right, and nothing beyond: what is drawn then is waited for.
  const [view, setView] = useState(() => ({
    top: 0,
    count: Math.ceil(window.innerHeight / 2 / rowHeight),
    beyond: 0,
  }));
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (): void => {
      const top = Math.floor(element.scrollTop / rowHeight);
      const count = Math.ceil(element.clientHeight / rowHeight);
      setView((before) => (before.top === top && before.count === count ? before : { ...before, top, count }));
    };
    look();
    const idle = requestIdleCallback(() => setView((before) => ({ ...before, beyond })));
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      cancelIdleCallback(idle);
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, rowHeight]);
  const last = Math.min(total - 1, view.top + view.count + view.beyond);
  return { first: Math.max(0, Math.min(view.top, last) - view.beyond), last };
}
