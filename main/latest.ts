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
