import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The time, rounded down to steps of so many milliseconds: one clock for all ages on screen, and who shows minutes is
 * not drawn anew each second.
 */
export const useNow = (step = 1_000): number => useSyncExternalStore(subscribe, () => Math.floor(now / step) * step);
