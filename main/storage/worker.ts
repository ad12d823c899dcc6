import { parentPort, workerData } from 'node:worker_threads';
import { createOperations, type Operations } from './operations.ts';
import type { OpenOptions } from './open.ts';

/** A call of an operation, and its answer. */
export type Call = { id: number; name: keyof Operations; args: unknown[] };
export type Answer = { id: number; value?: unknown; error?: string; milliseconds: number };

const port = parentPort;
if (port === null) throw new Error('storage runs in a worker thread');

const operations = createOperations(workerData as OpenOptions);

port.on('message', ({ id, name, args }: Call) => {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  try {
    const value = (operations[name] as (...args: unknown[]) => unknown)(...args);
    port.postMessage({ id, value, milliseconds: elapsed() } satisfies Answer);
  } catch (error) {
    port.postMessage({
      id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      milliseconds: elapsed(),
    } satisfies Answer);
  }
  if (name === 'close') port.close();
});
