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

type Waiting = { name: keyof Operations; resolve: (value: unknown) => void; reject: (error: Error) => void };

/** Starts the storage thread. Where the files cannot be opened all calls reject, with the reason. */
export function createStorage({ workerUrl, onSlow, onRenewed, folder, nativeBinding }: StorageParts): Storage {
  const worker = new Worker(workerUrl, { workerData: { folder, nativeBinding } satisfies OpenOptions });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let broken: Error | null = null;

  function finish({ id, milliseconds }: { id: number; milliseconds: number }, how: (call: Waiting) => void): void {
    const call = waiting.get(id);
    waiting.delete(id);
    if (call === undefined) return;
    if (milliseconds > slowMs) onSlow(call.name, milliseconds);
    how(call);
  }
  function breakDown(error: Error): void {
    broken ??= error;
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  }

  worker.on('message', (answer: Answer) => {
    switch (answer.kind) {
      case 'value':
        return finish(answer, ({ resolve }) => resolve(answer.value));
      case 'failure': {
        const { code, message } = answer;
        return finish(answer, ({ name, reject }) => reject(new StorageError(code, `${name}: ${message}`)));
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
      const id = (calls += 1);
      waiting.set(id, { name, resolve, reject });
      worker.postMessage({ id, name, args } satisfies Call);
    });
  // Every property is an operation, but for `then`: whoever awaits the storage itself gets it as it is.
  return new Proxy({} as Storage, {
    get: (_target, name) =>
      name === 'then' ? undefined : (...args: unknown[]) => call(name as keyof Operations, args),
  });
}
