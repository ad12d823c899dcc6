import { Worker } from 'node:worker_threads';
import type { OpenOptions } from './open.ts';
import type { Operations } from './operations.ts';
import type { Answer, Call } from './worker.ts';

/** The storage thread's operations, each answered by a promise. */
export type Storage = {
  [N in keyof Operations]: (...args: Parameters<Operations[N]>) => Promise<ReturnType<Operations[N]>>;
};

export type StorageParts = OpenOptions & {
  /** The thread's program: worker.ts under Node, worker.js in the built console. */
  workerUrl: URL;
  /** An operation took longer than it should. */
  onSlow: (name: string, milliseconds: number) => void;
};

const slowMs = 200;

/** Starts the storage thread. Rejects all calls when the files cannot be opened. */
export function createStorage({ workerUrl, onSlow, ...options }: StorageParts): Storage {
  const worker = new Worker(workerUrl, { workerData: options satisfies OpenOptions });
  const waiting = new Map<
    number,
    { name: string; resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let calls = 0;
  let broken: Error | null = null;

  worker.on('message', ({ id, value, error, milliseconds }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (milliseconds > slowMs) onSlow(call?.name ?? '', milliseconds);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(`storage ${call.name}: ${error}`));
  });
  const fail = (error: Error): void => {
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(broken ?? new Error('storage is closed')));

  const call = (name: keyof Operations, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken);
      calls += 1;
      waiting.set(calls, { name, resolve, reject });
      worker.postMessage({ id: calls, name, args } satisfies Call);
    });
  // Every property is an operation, but for `then`: whoever awaits the storage itself gets it as it is.
  return new Proxy({} as Storage, {
    get: (_target, name) =>
      name === 'then' ? undefined : (...args: unknown[]) => call(name as keyof Operations, args),
  });
}
