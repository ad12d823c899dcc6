/**
 * Reads again whenever it is asked to, one reading at a time: asked while one is under way, it reads once more after
 * it. Whoever asks always gets to see what was so after he asked.
 */
export function createReader(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;

  async function loop(): Promise<void> {
    do {
      again = false;
      await read();
    } while (again);
  }
  return () => {
    again = running !== null;
    running ??= loop().finally(() => {
      running = null;
    });
    return running;
  };
}
