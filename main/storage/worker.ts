import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { failureOf, type StorageCode } from './failures.ts';
import { setAside, type FileName, type OpenOptions } from './open.ts';
import { createOperations, type Operations } from './operations.ts';
import { DamagedFile } from './statements.ts';

/** A call of an operation. */
export type Call = { id: number; name: keyof Operations; args: unknown[] };
/** Its answer; or, between answers, word of a file that was set aside and begun anew. */
export type Answer =
  | { kind: 'value'; id: number; value: unknown; milliseconds: number }
  | { kind: 'failure'; id: number; code: StorageCode; message: string; milliseconds: number }
  | { kind: 'opening-failed'; code: StorageCode; message: string }
  | { kind: 'renewed'; file: FileName };

if (parentPort === null) throw new Error('storage runs in a worker thread');
const port = parentPort;
const tell = (answer: Answer): void => port.postMessage(answer);
const options = workerData as OpenOptions;

/** What fills or tidies the cache waits until nobody has a question. */
const patient: ReadonlySet<keyof Operations> = new Set(['applyEntries', 'keepOnly', 'scrub', 'close']);
const lanes: { prompt: Call[]; patient: Call[] } = { prompt: [], patient: [] };
const line = (call: Call): unknown => lanes[patient.has(call.name) ? 'patient' : 'prompt'].push(call);
/** The call to do next, of all that have come. */
function nextCall(): Call | undefined {
  for (let come = receiveMessageOnPort(port); come !== undefined; come = receiveMessageOnPort(port))
    line(come.message as Call);
  return lanes.prompt.shift() ?? lanes.patient.shift();
}

function run(operations: Operations): void {
  let current = operations;

  /** A damaged cache is begun anew at once; of a pending file, opening it again saves what can be read. */
  function renew(file: FileName): void {
    const owner = current.readOwner();
    current.close();
    if (file === 'cache') setAside(options.folder, 'cache', Date.now());
    current = createOperations(options, Date.now);
    if (owner !== null) current.claim(owner);
    tell({ kind: 'renewed', file });
  }
  function perform({ name, args }: Call): unknown {
    const once = (): unknown => (current[name] as (...args: unknown[]) => unknown)(...args);
    try {
      return once();
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      renew(error.file);
      return once();
    }
  }

  function answer(call: Call): void {
    const started = performance.now();
    const elapsed = (): number => performance.now() - started;
    try {
      tell({ kind: 'value', id: call.id, value: perform(call), milliseconds: elapsed() });
    } catch (error) {
      const { code, message } = failureOf(error);
      tell({ kind: 'failure', id: call.id, code, message, milliseconds: elapsed() });
    }
  }

  port.on('message', (call: Call) => {
    line(call);
    for (let next = nextCall(); next !== undefined; next = nextCall()) {
      answer(next);
      if (next.name !== 'close') continue;
      // Of a closed port nothing more is asked.
      port.close();
      return;
    }
  });
}

try {
  run(createOperations(options, Date.now));
} catch (error) {
  const { code, message } = failureOf(error);
  tell({ kind: 'opening-failed', code, message });
  port.close();
}
