/**
 * Does the work whenever it is asked to, once at a time; asked while it is under way, once more after it. Whoever asks
 * can rely on work that began after he asked.
 */
export function onceAtATime(work: () => Promise<void>, onError: (error: unknown) => void): () => void {
  let running = false;
  let again = false;
  return function start(): void {
    again = running;
    if (running) return;
    running = true;
    void work()
      .catch(onError)
      .finally(() => {
        running = false;
        if (again) start();
      });
  };
}

/** Does the work so many milliseconds after it was asked for, once for all who ask meanwhile. */
export function afterAWhile(milliseconds: number, work: () => void): { ask: () => void; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, milliseconds);
    },
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** Does the work once nobody has asked for it for a while, or a longer while after the first who did; in milliseconds. */
export function whenQuiet(
  { rest, longest }: { rest: number; longest: number },
  work: () => void,
): { ask: () => void; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const atLast = afterAWhile(longest, done);
  function cancel(): void {
    clearTimeout(timer);
    atLast.cancel();
  }
  function done(): void {
    cancel();
    work();
  }
  return {
    ask: () => {
      clearTimeout(timer);
      timer = setTimeout(done, rest);
      atLast.ask();
    },
    cancel,
  };
}
