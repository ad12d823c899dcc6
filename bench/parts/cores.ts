import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';

/** A server under test in a process of its own. */
export type Contender = {
  port: number;
  /** Milliseconds of processor time used so far, by all its threads. */
  cpuMs: () => number;
  /** Proportional set size in bytes, after a garbage collection. */
  memory: () => Promise<number>;
  stop: () => Promise<void>;
};

/** Programs that measure put the server on one core and themselves on another; without `taskset` or a second core they can't. */
export function canPin(): boolean {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
    return cpus().length > 1;
  } catch {
    return false;
  }
}

/** Puts this process, with all its threads, on the second core. */
export function pinGenerator(): void {
  if (canPin()) execFileSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

// A signal collects garbage and gives what is free back to the system: what is measured is what a connection holds, not
// what it left lying about.
const collect =
  "data:text/javascript,process.on('SIGUSR2',async()=>{for(let n=0;n<3;n+=1)" +
  "await gc({type:'major',execution:'async',flavor:'last-resort'});console.log('collected')})";

/** Starts a Node program on the first core; resolves when it prints a line with `ready`. */
export async function startContender(
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>>,
  ready: string,
): Promise<Contender> {
  const node = [process.execPath, '--expose-gc', `--import=${collect}`, ...args];
  const [command = '', ...rest] = canPin() ? ['taskset', '-c', '0', ...node] : node;
  const child = spawn(command, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const line = (word: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (text: string): void => {
        if (!text.includes(word)) return;
        lines.off('line', look);
        resolve();
      };
      lines.on('line', look);
      child.once('exit', () => reject(new Error(`${args.join(' ')} ended`)));
    });
  await line(ready);
  const { pid = 0 } = child;
  return {
    port,
    cpuMs: () =>
      readdirSync(`/proc/${pid}/task`).reduce(
        (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
        0,
      ),
    memory: async () => {
      const collected = line('collected');
      child.kill('SIGUSR2');
      await collected;
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      return Number(pss) * 1024;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
