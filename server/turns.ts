/** Resolves in a later turn of the event loop: what others have been waiting for comes first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs works one after the other, each in a turn of its own, so that many long ones don't hold up the short ones of others. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(nextTurn).then(work);
    last = mine.catch(() => undefined); // the failure is its caller's, who has the same promise
    return mine;
  };
}
