import path from 'node:path';
import type { Accounts } from '../accounts/accounts.ts';
import type { Config } from '../config.ts';
import { createClientSource } from '../http/client-source.ts';
import { mountFiles, type HttpApp } from '../http/file-routes.ts';
import type { Log } from '../log.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Store } from '../store/store.ts';
import { createArrival } from './arrival.ts';
import { openBlobs } from './blobs.ts';
import { createCallers } from './callers.ts';
import { createClamd } from './clamd.ts';
import { openDesk } from './desk.ts';
import { createScanning } from './scanning.ts';
import { createTickets } from './tickets.ts';
import { createUploads } from './uploads.ts';

/** Half uploads that nobody has added to for so long are thrown away. */
const halfKeptMs = 86_400_000;
const tidyEveryMs = 3_600_000;

export type FilesParts = {
  store: Store;
  accounts: Accounts;
  config: Config;
  clock: () => number;
  newId: () => string;
  log: Log;
  onOutcome: (name: string, outcome: string, milliseconds: number) => void;
};

/** Everything about files: how they come up, are looked at, kept, scanned, and given out again. */
export async function createFiles({ store, accounts, config, clock, newId, log, onOutcome }: FilesParts) {
  const folder = path.resolve(config.data, 'files');
  const relayKey = await store.read.relayKey();
  const blobs = openBlobs(folder);
  const desk = await openDesk(path.join(folder, 'uploads'));
  const scanning =
    config.clamd === '' ? null : createScanning({ store, blobs, scan: createClamd(config.clamd), clock, newId, log });
  const arrival = createArrival({
    store,
    blobs,
    desk,
    wantsScan: scanning !== null,
    clock,
    newId,
    onArrived: () => scanning?.start(),
    onOutcome,
  });
  const rate = { burst: config.commandsPerMinute, perMinute: config.commandsPerMinute };
  const rateLimit = createRateLimit({ submit: rate, portal: rate, command: rate }, clock);
  const uploads = createUploads({ store, desk, arrival, limits: config });
  let tidied = clock();
  let routes: ReturnType<typeof mountFiles> | null = null;

  /** Uploads that were whole when the relay died are finished by it; of files that waited for a scanner that there is no more, they are let go. */
  async function takeUp(): Promise<void> {
    for (const upload of desk.all()) if (await desk.isWhole(upload)) await arrival.finish(upload);
    if (scanning !== null) scanning.start();
    else
      for (const file of await store.read.scanningFiles())
        await store.write((tx) => tx.putFile({ ...file, state: 'ready' }));
  }

  return {
    /** Adds the ways for files to the relay's HTTP side. */
    mount: (app: HttpApp): void => {
      routes = mountFiles(app, {
        read: store.read,
        uploads,
        callerOf: createCallers({ read: store.read, accounts, relayKey }),
        tickets: createTickets(relayKey, clock),
        sourceOf: createClientSource(config.trustedProxies),
        rateLimit,
        blobs,
        log,
      });
    },
    /** Begins with what was left undone. */
    start: (): void => void takeUp().catch((error: unknown) => log.error({ error }, 'taking up files failed')),
    sweep: async (): Promise<void> => {
      rateLimit.sweep();
      if (clock() - tidied < tidyEveryMs) return;
      tidied = clock();
      await desk.tidy(Date.now() - halfKeptMs);
    },
    stop: async (): Promise<void> => {
      routes?.hangUp();
      await arrival.settled();
      await scanning?.stop();
    },
  };
}
