import { spawn } from 'node:child_process';
import { root } from './setup/places.ts';

/** A part of a task that takes a while: a script of Node's with its arguments. */
export type Step = { name: string; script: string; args: readonly string[] };

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Tells in a line that a step has ended, and how long it took. */
export function tellStep(name: string, ok: boolean, started: number): void {
  const seconds = `${((performance.now() - started) / 1_000).toFixed(1)} s`;
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(28)}${seconds.padStart(8)}`);
}

/** Runs a step; of one that fails its output is shown. Whether it went well. */
export async function runStep({ name, script, args }: Step, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const started = performance.now();
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const interrupt = (): void => void child.kill();
  for (const signal of interruptions) process.on(signal, interrupt);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  for (const signal of interruptions) process.off(signal, interrupt);
  tellStep(name, code === 0, started);
  if (code !== 0) console.log(Buffer.concat(output).toString().trimEnd());
  return code === 0;
}
