/** Tells how far a long job has come: on a terminal in one line that is rewritten, otherwise with a line a quarter. */
export function followProgress(text: string): { at(percent: number): void; end(): void } {
  const stream = process.stderr;
  let told = -1;
  return {
    at: (percent) => {
      const step = Math.floor(stream.isTTY ? percent : percent / 25);
      if (step <= told) return;
      told = step;
      stream.write(stream.isTTY ? `\r› ${text} ${step} %` : `› ${text} ${step * 25} %\n`);
    },
    end: () => {
      if (stream.isTTY && told >= 0) stream.write('\n');
    },
  };
}
