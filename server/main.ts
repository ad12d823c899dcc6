import path from 'node:path';
import { Server } from 'socket.io';
import { v7 as newId } from 'uuid';
import { createAccounts } from './accounts/accounts.ts';
import { readConfig, type Config } from './config.ts';
import { createClientSource } from './http/client-source.ts';
import { createHttpApp } from './http/app.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createRelay } from './relay.ts';
import { openSqliteStore } from './store/sqlite.ts';

const sweepEveryMs = 500;

/** Starts the relay; answers its address and how to stop it: what it acknowledged is finished, consoles are told to come back. */
export async function startRelay(config: Config, log: Log): Promise<{ url: string; stop: () => Promise<void> }> {
  const clock = Date.now;
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

if (import.meta.main) {
  const config = readConfig(process.env);
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
