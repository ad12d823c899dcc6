import { Worker } from 'node:worker_threads';
import { StorageError } from './failures.ts';
import type { FileName, OpenOptions } from './open.ts';
import type { Operations } from './operations.ts';
import type { Answer, Call } from './worker.ts';

/** The storage thread's operations, each answered by a promise that rejects with a `StorageError`. */
export type Storage = {
  [N in keyof Operations]: (...args: Parameters<Operations[N]>) => Promise<ReturnType<Operations[N]>>;
};

export type StorageParts = OpenOptions & {
  /** The thread's program: worker.ts under Node, worker.js in the built console. */
  workerUrl: URL;
  /** An operation took longer than it should. */
  onSlow: (name: string, milliseconds: number) => void;
  /** A file was found damaged in use and begun anew: an empty cache has to be filled by the relay again. */
  onRenewed: (file: FileName) => void;
};

const slowMs = 200;

/** What fills or tidies the cache waits until nobody has a question. */
const patient: ReadonlySet<keyof Operations> = new Set(['applyEntries', 'keepOnly', 'scrub', 'close']);

type Waiting = Call & { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** Starts the storage thread. Where the files cannot be opened all calls reject, with the reason. */
export function createStorage({ workerUrl, onSlow, onRenewed, folder, nativeBinding }: StorageParts): Storage {
  const worker = new Worker(workerUrl, { workerData: { folder, nativeBinding } satisfies OpenOptions });
  const lanes: { prompt: Waiting[]; patient: Waiting[] } = { prompt: [], patient: [] };
  let current: Waiting | null = null;
  let calls = 0;
  let broken: Error | null = null;

  /** Hands the thread its next call: one at a time, so that a question need only wait for the one under way. */
  function next(): void {
    if (current !== null) return;
    current = lanes.prompt.shift() ?? lanes.patient.shift() ?? null;
    if (current === null) return;
    const { id, name, args } = current;
    worker.postMessage({ id, name, args } satisfies Call);
  }
  function finish(how: (call: Waiting) => void, milliseconds: number): void {
    const call = current;
    current = null;
    if (call !== null) {
      if (milliseconds > slowMs) onSlow(call.name, milliseconds);
      how(call);
    }
    next();
  }
  function breakDown(error: Error): void {
    broken ??= error;
    const lost = [...(current === null ? [] : [current]), ...lanes.prompt.splice(0), ...lanes.patient.splice(0)];
    current = null;
    for (const { reject } of lost) reject(broken);
  }

  worker.on('message', (answer: Answer) => {
    switch (answer.kind) {
      case 'value':
        return finish(({ resolve }) => resolve(answer.value), answer.milliseconds);
      case 'failure': {
        const { code, message, milliseconds } = answer;
        return finish(({ name, reject }) => reject(new StorageError(code, `${name}: ${message}`)), milliseconds);
      }
      case 'renewed':
        return onRenewed(answer.file);
      case 'opening-failed':
        return breakDown(new StorageError(answer.code, answer.message));
    }
  });
  worker.on('error', breakDown);
  worker.on('exit', () => breakDown(new StorageError('closed', 'the storage is closed')));

  const call = (name: keyof Operations, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken);
      calls += 1;
      lanes[patient.has(name) ? 'patient' : 'prompt'].push({ id: calls, name, args, resolve, reject });
      next();
    });
  // Every property is an operation, but for `then`: whoever awaits the storage itself gets it as it is.
  return new Proxy({} as Storage, {
    get: (_target, name) =>
      name === 'then' ? undefined : (...args: unknown[]) => call(name as keyof Operations, args),
  });
}
