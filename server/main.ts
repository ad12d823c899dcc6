import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { createAccounts, type Accounts } from './accounts/accounts.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createClientSource } from './http/client-source.ts';
import { createFiles } from './files/files.ts';
import { createHttpApp } from './http/app.ts';
import type { HttpApp } from './http/file-routes.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createProfiles, openSigner } from './profiles/profiles.ts';
import { createRelay } from './relay.ts';
import { attachSockets, createSocketServer } from './sockets/transport.ts';
import { holdFolder } from './store/hold.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** So long a stop may take, once nobody new is sent here any more; and so long what was asked over HTTP may. */
const stopWithinMs = 10_000;
const finishWithinMs = 2_000;

export type RunningRelay = {
  url: string;
  store: Store;
  accounts: Accounts;
  app: HttpApp;
  /** What it acknowledged is finished, consoles are told to come back. */
  stop: () => Promise<void>;
};

/** Starts the relay. `clock` tells the time in milliseconds since 1970. */
export async function startRelay(
  config: Config,
  log: Log,
  { clock, sweepEveryMs }: { clock: () => number; sweepEveryMs: number } = { clock: Date.now, sweepEveryMs: 500 },
): Promise<RunningRelay> {
  const sign = await openSigner(config);
  const folder = path.resolve(config.data);
  const letGo = holdFolder(folder);
  if (letGo === null) throw new ConfigError([`data (SPORTELLO_DATA): a relay runs on ${folder} already`]);
  const store = openSqliteStore(folder);
  if (config.fallback !== '' && (await store.read.accountByEmail(config.fallback)) === null) {
    store.close();
    letGo();
    throw new ConfigError([
      `fallback (SPORTELLO_FALLBACK): there is no technician with the address ${config.fallback}`,
    ]);
  }
  const accounts = createAccounts({ store, clock, newId, sessionDays: config.sessionDays });
  const metrics = createMetrics();
  const sourceOf = createClientSource(config.trustedProxies);
  const io = createSocketServer();
  const relay = await createRelay({ io, store, accounts, config, clock, newId, log, metrics, base: () => base });
  const app = createHttpApp({
    store,
    accounts,
    metrics,
    log,
    isReady: () => ready,
    addressOf: (request) => sourceOf(request.headers, request.ip, { touchPoints: 0, platformVersion: '' }).ip,
    isAnybodyAvailable: relay.presences.isAnybodyReachable,
    answersByMail: relay.answersByMail,
    portalFolder: path.resolve(import.meta.dirname, '../dist/portal'),
  });
  const files = await createFiles({ store, accounts, config, clock, newId, log, onOutcome: metrics.command });
  files.mount(app);
  (await createProfiles({ store, sign, clock, newId })).mount(app);
  attachSockets(io, app.server);
  let ready = true;
  const url = await app.listen({ host: config.host, port: config.port });
  const base = config.publicUrl === '' ? url : config.publicUrl;
  files.start();
  const timer = setInterval(() => {
    Promise.all([relay.sweep(), files.sweep()]).catch((error: unknown) => log.error({ error }, 'sweep failed'));
  }, sweepEveryMs);

  return {
    url,
    store,
    accounts,
    app,
    stop: async () => {
      ready = false;
      await delay(config.drainMs);
      clearInterval(timer);
      await relay.stop();
      await files.stop();
      // A slow upload is cut off; it goes on where it was when the relay is back.
      const cut = setTimeout(() => app.server.closeAllConnections(), finishWithinMs);
      await io.close();
      await app.close();
      clearTimeout(cut);
      // What the ends of the connections left to write.
      await store.settled();
      store.close();
      letGo();
    },
  };
}

/** The relay as a program: runs until a signal asks it to stop, then ends the process. */
export async function runRelay(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const relay = await startRelay(config, log);
  log.info({ event: 'listening', url: relay.url }, 'listening');
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    // What is on disk stays on disk: a connection that won't end is no reason to stay.
    setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, config.drainMs + stopWithinMs).unref();
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

if (import.meta.main) {
  try {
    await runRelay();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
