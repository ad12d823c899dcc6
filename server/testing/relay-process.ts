import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const server = path.resolve(import.meta.dirname, '..');

export type Ran = { code: number | null; out: string; err: string };
export type RelayProcess = Awaited<ReturnType<typeof createRelayProcess>>;

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

/** The relay as people run it: a process on a folder and a port of its own, that can be killed and started again; and its cli. */
export async function createRelayProcess(settings: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-relay-'));
  const port = await freePort();
  const unlimited = '1000000000';
  const env = {
    ...process.env,
    SPORTELLO_DATA: folder,
    SPORTELLO_PORT: String(port),
    SPORTELLO_SUBMITS_PER_MINUTE: unlimited,
    SPORTELLO_PORTAL_SUBMITS_PER_MINUTE: unlimited,
    SPORTELLO_COMMANDS_PER_MINUTE: unlimited,
    ...settings,
  };
  let running: ChildProcess | null = null;
  const lines: string[] = [];

  /** Runs the cli with these words, and this on its standard input. */
  async function cli(words: readonly string[], input = ''): Promise<Ran> {
    const child = spawn(process.execPath, [path.join(server, 'cli.ts'), ...words], { env });
    child.stdin.end(input);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  }

  /** Starts it and resolves when it listens; rejects with what it said if it ends before. */
  async function start(): Promise<void> {
    const child = spawn(process.execPath, [path.join(server, 'cli.ts'), 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    let complaints = '';
    child.stderr.on('data', (chunk) => (complaints += chunk));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        if (line.includes('"listening"')) resolve();
      });
      child.once('close', (code) => reject(new Error(`the relay ended (${code}): ${complaints}`)));
    });
  }

  /** Sends it a signal and resolves with its exit code (null: it was killed) when it is gone. */
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (running === null || running.exitCode !== null || running.signalCode !== null) return null;
    const gone = once(running, 'close');
    running.kill(signal);
    await gone;
    return running.exitCode;
  }

  return {
    folder,
    url: `http://127.0.0.1:${port}`,
    lines,
    cli,
    start,
    /** As a power cut would. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    dispose: async (): Promise<void> => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
