import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that a test started: its lines of output so far, and its end. */
export type Child = {
  process: ChildProcess;
  /** Resolves with the first line, past or future, that the pattern fits; rejects when the program ends without it. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  lines: readonly string[];
  /** Ends it and resolves when it is gone. Ending it twice is fine. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Starts a program by a list of arguments; its standard output and error are kept, line by line; `onLine` gets each as it comes. */
export function startChild(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
  onLine: (line: string) => void = () => undefined,
): Child {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine(line);
      for (const look of waiting) look(line);
    });
  }
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.once('error', (error) => lines.push(String(error)));

  return {
    process: child,
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (line: string): void => {
          const match = pattern.exec(line);
          if (match === null) return;
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        for (const line of lines) look(line);
        void gone.then((code) =>
          reject(new Error(`${command} ended (${code}) before ${pattern}:\n${lines.join('\n')}`)),
        );
      }),
    end: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return gone;
    },
  };
}
