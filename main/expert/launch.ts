import { spawn } from 'node:child_process';
import type { Platform } from './presets.ts';

/** What became of starting a program. `ended` resolves when one that was started ends. */
export type Launched =
  | { kind: 'started'; ended: Promise<void> }
  | { kind: 'missing' }
  | { kind: 'blocked'; code: string }
  | { kind: 'exited-early'; code: number | null };

export type LaunchOptions = {
  platform: Platform;
  /** A program that ends within so many milliseconds has not come up. */
  graceMs: number;
  /** Whether ending at once without complaint is how it hands over to one that runs already. */
  mayHandOver: boolean;
};

/** On macOS a bundle is started by the system's own opener. */
function commandOf(file: string, args: readonly string[], platform: Platform): [string, string[]] {
  return platform === 'darwin' && file.endsWith('.app')
    ? ['/usr/bin/open', ['-n', '-a', file, '--args', ...args]]
    : [file, [...args]];
}

/** Starts a program by a list of arguments, without a shell; it lives on by itself, also when the console ends. */
export function launch(
  file: string,
  args: readonly string[],
  { platform, graceMs, mayHandOver }: LaunchOptions,
): Promise<Launched> {
  const [command, list] = commandOf(file, args, platform);
  return new Promise((resolve) => {
    const failed = (error: unknown): void => {
      const code = String(Reflect.get(Object(error), 'code') ?? 'unknown');
      resolve(code === 'ENOENT' ? { kind: 'missing' } : { kind: 'blocked', code });
    };
    try {
      const child = spawn(command, list, { detached: true, shell: false, stdio: 'ignore', windowsHide: false });
      const ended = new Promise<void>((end) => child.once('exit', () => end()));
      let grace: NodeJS.Timeout | undefined;
      child.once('error', failed);
      child.once('exit', (code) => {
        clearTimeout(grace);
        resolve(code === 0 && mayHandOver ? { kind: 'started', ended } : { kind: 'exited-early', code });
      });
      child.once('spawn', () => {
        child.unref();
        grace = setTimeout(() => resolve({ kind: 'started', ended }), graceMs);
      });
    } catch (error) {
      failed(error); // what cannot be an argument at all, such as one with U+0000
    }
  });
}
