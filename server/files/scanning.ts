import type { MessageId } from '../../protocol/ids.ts';
import { addEvent } from '../commands/context.ts';
import type { Log } from '../log.ts';
import type { StoredFile } from '../store/file-store.ts';
import type { Store } from '../store/store.ts';
import type { Blobs } from './blobs.ts';
import type { Scan, Verdict } from './clamd.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

export type ScanningParts = {
  store: Store;
  blobs: Blobs;
  scan: Scan;
  clock: () => number;
  newId: () => string;
  log: Log;
};

/** Has the files looked at that wait for it, one after the other. A scanner that is down makes them wait, not pass. */
export function createScanning({ store, blobs, scan, clock, newId, log }: ScanningParts) {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;

  async function refuseAll(hash: string, what: string): Promise<void> {
    await store.write(async (tx) => {
      for (const file of await tx.filesOfHash(hash)) {
        if (file.state === 'refused') continue;
        await tx.putFile({ ...file, state: 'refused' });
        const message = await tx.message(file.id);
        if (message?.body.kind !== 'file') continue;
        const technicianId = message.author.kind === 'technician' ? message.author.id : null;
        const event = { type: 'file-refused', technicianId, file: message.body.file.name } as const;
        await addEvent({ tx, now: clock(), newId }, file.requestId, event);
      }
    });
    await blobs.remove(hash);
    log.warn({ event: 'file refused', hash, what }, 'file refused');
  }

  /** Whoever else sent these very bytes has the same file. */
  const release = (id: MessageId): Promise<void> =>
    store.write(async (tx) => {
      const file = await tx.file(id);
      if (file?.state === 'scanning') await tx.putFile({ ...file, state: 'ready' });
    });

  const settle = (file: StoredFile, verdict: Verdict): Promise<void> =>
    verdict.kind === 'clean' ? release(file.id) : refuseAll(file.hash, verdict.what);

  async function runThrough(): Promise<void> {
    do {
      again = false;
      for (const { id } of await store.read.scanningFiles()) {
        const file = await store.read.file(id);
        if (stopped || file?.state !== 'scanning') continue;
        await settle(file, await scan(blobs.pathOf(file.hash)));
        failures = 0;
      }
    } while (again && !stopped);
  }

  function start(): void {
    clearTimeout(retry);
    again = running !== null;
    running ??= runThrough()
      .catch((error: unknown) => {
        log.error({ error }, 'scanning failed; files wait');
        if (stopped) return;
        retry = setTimeout(start, Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
        failures += 1;
      })
      .finally(() => {
        running = null;
      });
  }

  return {
    /** There may be files that wait. */
    start,
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(retry);
      await running;
    },
  };
}
