import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../../testing/until.ts';

const program = '/usr/sbin/clamd';

/** The file that every scanner takes for a virus and that is none (EICAR), put together here so that this file is not one. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Whether there is a clamd to test with. */
export function hasClamd(): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export type Clamd = {
  address: string;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  dispose: () => Promise<void>;
};

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => socket.end('zPING\0'));
    socket.once('data', (data) => resolve(data.toString().startsWith('PONG')));
    socket.once('error', () => resolve(false));
  });

/** A real clamd on a socket of its own that knows one virus, the test file; it can be stopped and started again. */
export function prepareClamd(): Clamd {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-clamd-'));
  const signatures = path.join(folder, 'signatures');
  mkdirSync(signatures);
  writeFileSync(path.join(signatures, 'test.ndb'), `Eicar-Test-Signature:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  const address = path.join(folder, 'clamd.sock');
  const settings = {
    DatabaseDirectory: signatures,
    LocalSocket: address,
    FixStaleSocket: 'yes',
    Foreground: 'yes',
    User: process.getuid?.() === 0 ? 'root' : undefined,
    MaxThreads: '2',
    StreamMaxLength: '60M',
  };
  const file = path.join(folder, 'clamd.conf');
  const lines = Object.entries(settings).filter(([, value]) => value !== undefined);
  writeFileSync(file, lines.map(([key, value]) => `${key} ${value}\n`).join(''));
  let running: ChildProcess | null = null;

  const stop = async (): Promise<void> => {
    if (running === null || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
    running = null;
    rmSync(address, { force: true });
  };
  return {
    address,
    start: async () => {
      running = spawn(program, [`--config-file=${file}`], { stdio: 'ignore' });
      await until(async () => {
        if (!(await answers(address))) throw new Error('clamd does not answer yet');
      });
    },
    stop,
    dispose: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
