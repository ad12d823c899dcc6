import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../../..');

/** A real relay in a process and data folder of its own, that can be killed and started again at the same address. */
export type RelayProcess = {
  port: number;
  sample: { email: string; password: string; slug: string };
  cli: (...args: string[]) => string;
  start: () => Promise<void>;
  /** As a power cut would. */
  kill: () => Promise<void>;
  dispose: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a relay with a sample company, portal and technician in it. */
export async function startRelayProcess(): Promise<RelayProcess> {
  const data = mkdtempSync(path.join(tmpdir(), 'sportello-relay-'));
  const port = await freePort();
  const env = {
    ...process.env,
    SPORTELLO_DATA: data,
    SPORTELLO_PORT: String(port),
    SPORTELLO_SUBMITS_PER_MINUTE: '10000',
    SPORTELLO_COMMANDS_PER_MINUTE: '100000',
  };
  let running: ChildProcess | null = null;

  const cli = (...args: string[]): string =>
    execFileSync(process.execPath, [path.join(root, 'server/cli.ts'), ...args], { env, encoding: 'utf8' });

  async function start(): Promise<void> {
    const child = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running = child;
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('"listening"')) break;
    child.stdout.resume();
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (running === null || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
    running = null;
  }

  const sample = JSON.parse(cli('sample', '--json')) as RelayProcess['sample'];
  await start();
  return {
    port,
    sample,
    cli,
    start,
    kill: () => end('SIGKILL'),
    dispose: async () => {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
