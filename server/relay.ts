import type { Server } from 'socket.io';
import { namespaces } from '../protocol/endpoints.ts';
import type { RequestId } from '../protocol/ids.ts';
import { createAbandonment } from './abandonment.ts';
import { createIceServers } from './ice-servers.ts';
import { createScreenShareExpiry } from './screen-share-expiry.ts';
import type { Accounts } from './accounts/accounts.ts';
import { answersKeptMs } from './answered.ts';
import type { Config } from './config.ts';
import { createDispatch } from './dispatch.ts';
import { createClientSource } from './http/client-source.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createPresences } from './presence.ts';
import { createRateLimit } from './rate-limit.ts';
import { requestSecret } from './secrets.ts';
import { serveConsoles } from './sockets/console.ts';
import { servePortals } from './sockets/portal.ts';
import { packetsWaiting } from './sockets/transport.ts';
import { serveScreenShare } from './sockets/screen-share.ts';
import type { Commit, Store } from './store/store.ts';

/** Places and estimates change by the mere passing of time. */
const refreshWaitingEveryMs = 30_000;
const tidyEveryMs = 3_600_000;

export type RelayParts = {
  io: Server;
  store: Store;
  accounts: Accounts;
  config: Config;
  clock: () => number;
  newId: () => string;
  log: Log;
  metrics: Metrics;
};

const limitsOf = ({ submitsPerMinute, portalSubmitsPerMinute, commandsPerMinute }: Config) => ({
  submit: { burst: submitsPerMinute, perMinute: submitsPerMinute },
  portal: { burst: portalSubmitsPerMinute, perMinute: portalSubmitsPerMinute },
  command: { burst: commandsPerMinute, perMinute: commandsPerMinute },
});

type Gauged = Pick<RelayParts, 'io' | 'store' | 'metrics'> & {
  consoles: ReturnType<typeof serveConsoles>;
  portals: ReturnType<typeof servePortals>;
};

function offerGauges({ io, store, metrics, consoles, portals }: Gauged): void {
  metrics.gauge('consoles', 'Connected consoles', consoles.count);
  metrics.gauge('portal_pages', 'Connected pages of customers', portals.count);
  metrics.gauge('new_requests', 'Requests that nobody has', store.read.newRequests);
  metrics.gauge('writes_waiting', 'Commands that wait for their commit', store.waiting);
  metrics.gauge('packets_waiting', 'Packets that connections have not taken yet', () => packetsWaiting(io));
  metrics.gauge('stream_lag', 'Changes on disk that live consoles were not told yet', async () =>
    Math.max(0, (await store.read.head()) - consoles.toldTo()),
  );
}

const openPresences = async (
  { read }: Store,
  { awayAfterMs, lostAfterMs }: Config,
  clock: () => number,
  onChanged: (id: RequestId) => void,
) =>
  createPresences({
    read,
    clock,
    awayAfter: awayAfterMs,
    lostAfter: lostAfterMs,
    lastSeenBefore: await read.lastSeen(),
    onChanged,
  });

/** Work that is done only when so much time has passed since the last time, however often it is called. */
function every(clock: () => number, milliseconds: number, work: () => unknown): () => unknown {
  let last = clock();
  return () => {
    if (clock() - last < milliseconds) return undefined;
    last = clock();
    return work();
  };
}

/** Joins store, commands and sockets. Whoever makes it calls `sweep` from time to time and `stop` at the end. */
export async function createRelay({ io, store, accounts, config, clock, newId, log, metrics }: RelayParts) {
  const relayKey = await store.read.relayKey();
  const presences = await openPresences(store, config, clock, (id) => tell(() => presenceChanged(id)));
  const dispatch = createDispatch({
    store,
    clock,
    newId,
    isReachable: presences.isReachable,
    isAnybodyReachable: presences.isAnybodyReachable,
    secretOf: (id) => requestSecret(relayKey, id),
    onOutcome: metrics.command,
  });
  const rateLimit = createRateLimit(limitsOf(config), clock);
  const iceServers = createIceServers({ config, clock });
  const consoles = serveConsoles({
    namespace: io.of(namespaces.console),
    store,
    head: await store.read.head(),
    dispatch,
    presences,
    accounts,
    iceServers,
    clock,
    log,
    onConnectionChanged: (me) => {
      tell(() => portals.technicianChanged(me.id));
      portals.refreshWaiting();
    },
  });
  const portals = servePortals({
    namespace: io.of(namespaces.portal),
    store,
    dispatch,
    presences,
    relayKey,
    sourceOf: createClientSource(config.trustedProxies),
    rateLimit,
    inTurn: tell,
    clock,
    log,
  });
  serveScreenShare({
    consoles: io.of(namespaces.console),
    portals: io.of(namespaces.portal),
    read: store.read,
    iceServers,
    rateLimit,
    log,
  });
  const endScreenShares = createScreenShareExpiry({ store, presences, config, clock, newId });
  const returnAbandoned = createAbandonment({ store, presences, config, clock, newId });
  offerGauges({ io, store, metrics, consoles, portals });

  // One after the other, in the order of the commits: what goes out later was written later.
  let telling: Promise<unknown> = Promise.resolve();
  function tell(work: () => Promise<unknown>): void {
    telling = telling
      .then(hearOthers)
      .then(work)
      .catch((error: unknown) => log.error({ error }, 'telling what changed failed'));
  }
  /** What another process wrote comes first: access that it took away counts for all that is told from now on. */
  async function hearOthers(): Promise<void> {
    if (!store.changedElsewhere()) return;
    await consoles.changedElsewhere();
    portals.refreshWaiting();
  }
  async function presenceChanged(id: RequestId): Promise<void> {
    await consoles.presenceChanged(id);
    await portals.presenceChanged(id);
  }
  store.onCommit((commit: Commit) => {
    if (commit.entries.length === 0 && !commit.directory) return;
    tell(async () => {
      await consoles.committed(commit);
      await portals.committed(commit);
    });
  });

  function fade(): void {
    const { lost, away } = presences.fade();
    for (const technician of lost) tell(() => portals.technicianChanged(technician));
    if (away.length > 0) portals.refreshWaiting();
  }

  const refreshWaiting = every(clock, refreshWaitingEveryMs, () => portals.refreshWaiting());
  const tidy = every(clock, tidyEveryMs, async () => {
    await accounts.seen(consoles.sessions());
    await store.write((tx) => tx.forget({ ...accounts.forgettable(), commands: clock() - answersKeptMs }, 10_000));
  });

  return {
    dispatch,
    presences,
    /** Everything that happens because time passed; cheap, to be called about twice a second. */
    sweep: async (): Promise<void> => {
      tell(async () => {});
      rateLimit.sweep();
      fade();
      refreshWaiting();
      await returnAbandoned();
      await endScreenShares();
      await tidy();
    },
    /**
     * Finishes what was begun: commands from now on are told that the relay stops, those before are answered and told;
     * then consoles are told to come back in a while, spread out.
     */
    stop: async (): Promise<void> => {
      await dispatch.stop();
      for (let seen: Promise<unknown> | null = null; seen !== telling;) await (seen = telling);
      consoles.comeBack(() => Math.floor(500 + Math.random() * 2_000));
    },
  };
}
