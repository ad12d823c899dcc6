import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild, type Child } from './child.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What the sample data of a fresh relay holds: an account to sign in with, and a portal. */
export type Sample = { email: string; password: string; slug: string };

/** A real relay in a process and data folder of its own, that can be killed and started again at the same address. */
export type Relay = {
  url: string;
  sample: Sample;
  start(): Promise<void>;
  /** SIGTERM: finishes what it acknowledged. */
  stop(): Promise<void>;
  /** SIGKILL: as a power cut would. */
  kill(): Promise<void>;
  /** What it has logged since its last start. */
  log(): readonly string[];
  /** Runs a command of the relay's cli on its data folder and answers what it printed. */
  cli(args: readonly string[], input?: string): string;
  /** Stops it and deletes its data. */
  dispose(): Promise<void>;
};

/** A port that nobody listens on; kept for a relay that comes back to the same address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

/** Starts a relay with the sample company, portal and technician in it. `env` adds to its configuration. */
export async function startRelay(env: Readonly<Record<string, string>> = {}): Promise<Relay> {
  const data = mkdtempSync(path.join(tmpdir(), 'sportello-relay-'));
  const port = await freePort();
  const environment = { ...process.env, SPORTELLO_DATA: data, SPORTELLO_PORT: String(port), ...env };
  let running: Child | null = null;

  const cli = (args: readonly string[], input = ''): string =>
    execFileSync(process.execPath, [path.join(root, 'server/cli.ts'), ...args], {
      env: environment,
      input,
      encoding: 'utf8',
    });

  const start = async (): Promise<void> => {
    running = startChild(process.execPath, [path.join(root, 'server/main.ts')], { env: environment });
    await running.line(/"listening"/);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await running?.end(signal);
    running = null;
  };

  const { email, password, slug } = JSON.parse(cli(['sample', '--json'])) as Sample;
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    sample: { email, password, slug },
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    log: () => running?.lines ?? [],
    cli,
    dispose: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
