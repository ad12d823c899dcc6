import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that works in the background for as long as somebody needs it. */
export type BackgroundProgram = {
  /** Its first line of output; '' if it was ready without one. */
  said: string;
  /** Ends it; resolves when it is gone. */
  end(): Promise<void>;
};

export type BackgroundOptions = {
  env: NodeJS.ProcessEnv;
  /** Resolves when the program is ready; without it, the program's first line of output says so. */
  ready?: () => Promise<unknown>;
};

/**
 * Starts a program and resolves when it is ready. Ctrl-C at the terminal does not reach it: whoever started it ends it,
 * in order. Rejects with what it complained of when it ends before.
 */
export function startBackground(
  command: string,
  args: readonly string[],
  { env, ready }: BackgroundOptions,
): Promise<BackgroundProgram> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // Only its start is of interest: a program that lives long may complain for long.
    if (errors.length < 4_000) errors += text;
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = (): Promise<void> => {
    child.kill();
    return gone;
  };
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    if (ready === undefined) lines.on('line', (said) => resolve({ said, end }));
    else ready().then(() => resolve({ said: '', end }), reject);
    child.once('error', reject);
    void gone.then(() => reject(new Error(`${command} ended before it was ready:\n${errors}`)));
  });
}
