import path from 'node:path';
import { Server } from 'socket.io';
import { v7 as newId } from 'uuid';
import { createAccounts, type Accounts } from './accounts/accounts.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createClientSource } from './http/client-source.ts';
import { createHttpApp } from './http/app.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createRelay } from './relay.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

export type RunningRelay = {
  url: string;
  store: Store;
  accounts: Accounts;
  /** What it acknowledged is finished, consoles are told to come back. */
  stop: () => Promise<void>;
};

/** Starts the relay. `clock` tells the time in milliseconds since 1970. */
export async function startRelay(
  config: Config,
  log: Log,
  { clock, sweepEveryMs }: { clock: () => number; sweepEveryMs: number } = { clock: Date.now, sweepEveryMs: 500 },
): Promise<RunningRelay> {
  const store = openSqliteStore(path.resolve(config.data));
  const accounts = createAccounts({ store, clock, newId, sessionDays: config.sessionDays });
  const metrics = createMetrics();
  const sourceOf = createClientSource(config.trustedProxies);
  const io = new Server({ serveClient: false, maxHttpBufferSize: 1_000_000, perMessageDeflate: false });
  const relay = await createRelay({ io, store, accounts, config, clock, newId, log, metrics });
  const app = createHttpApp({
    store,
    accounts,
    metrics,
    log,
    addressOf: (request) => sourceOf(request.headers, request.ip, { touchPoints: 0, platformVersion: '' }).ip,
    isAnybodyAvailable: relay.presences.isAnybodyReachable,
    portalFolder: path.resolve(import.meta.dirname, '../dist/portal'),
  });
  io.attach(app.server);
  const url = await app.listen({ host: config.host, port: config.port });
  const timer = setInterval(() => {
    relay.sweep().catch((error: unknown) => log.error({ error }, 'sweep failed'));
  }, sweepEveryMs);

  return {
    url,
    store,
    accounts,
    stop: async () => {
      clearInterval(timer);
      await relay.stop();
      await io.close();
      await app.close();
      // What the ends of the connections left to write.
      await store.settled();
      store.close();
    },
  };
}

/** The configuration, or an end with its faults on standard error. */
function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

if (import.meta.main) {
  const config = configOrExit();
  const log = createLog(config);
  const relay = await startRelay(config, log);
  log.info({ event: 'listening', url: relay.url }, 'listening');
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    relay.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
