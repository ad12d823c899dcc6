import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A screen in memory of its own, with a window manager: somebody else's desk. */
export type Display = {
  /** As `DISPLAY` names it. */
  name: string;
  /** Paints what lies behind all windows. */
  paint(colour: string): Promise<void>;
  end(): Promise<void>;
};

async function run(program: string, args: readonly string[], display: string): Promise<void> {
  const child = spawn(program, args, { env: { ...process.env, DISPLAY: display }, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
};

/** Starts one that nobody else uses. */
export async function openDisplay(size = '1280x720'): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-noreset', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  // It says its number once it takes clients.
  const [number] = (await once(createInterface({ input: server.stdio[3] as Readable }), 'line')) as [string];
  const name = `:${number}`;
  const manager = spawn('openbox', [], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' });
  return {
    name,
    paint: (colour) => run('xsetroot', ['-solid', colour], name),
    end: async () => {
      await ended(manager);
      await ended(server);
    },
  };
}
