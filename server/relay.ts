import type { Server } from 'socket.io';
import { namespaces } from '../protocol/endpoints.ts';
import type { RequestId, SessionId } from '../protocol/ids.ts';
import { createAbandonment } from './abandonment.ts';
import { createAbsence } from './absence.ts';
import { createIceServers } from './ice-servers.ts';
import { createScreenShareExpiry } from './screen-share-expiry.ts';
import type { Accounts } from './accounts/accounts.ts';
import { answersKeptMs } from './answered.ts';
import type { Config } from './config.ts';
import { createDispatch } from './dispatch.ts';
import { createClientSource } from './http/client-source.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createNotify } from './notify/notify.ts';
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
/** What became of a message can be looked up for so long, and a device that is sent pushes outlives its request by it. */
const messagesKeptMs = 30 * 86_400_000;

export type RelayParts = {
  io: Server;
  store: Store;
  accounts: Accounts;
  config: Config;
  clock: () => number;
  newId: () => string;
  log: Log;
  metrics: Metrics;
  /** The relay's public address, once it is known. */
  base: () => string;
};

const limitsOf = ({ submitsPerMinute, portalSubmitsPerMinute, commandsPerMinute }: Config) => ({
  submit: { burst: submitsPerMinute, perMinute: submitsPerMinute },
  portal: { burst: portalSubmitsPerMinute, perMinute: portalSubmitsPerMinute },
  command: { burst: commandsPerMinute, perMinute: commandsPerMinute },
  test: { burst: 6, perMinute: 6 },
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
  metrics.gauge('messages_waiting', 'Messages that wait for their time or are under way', store.read.outgoingOpen);
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

/** Works one after the other, in the order of the commits: what goes out later was written later. `first` comes before each. */
function createTelling(first: () => Promise<void>, log: Log) {
  let telling: Promise<unknown> = Promise.resolve();
  return {
    tell: (work: () => Promise<unknown>): void => {
      telling = telling
        .then(first)
        .then(work)
        .catch((error: unknown) => log.error({ error }, 'telling what changed failed'));
    },
    /** Resolves when nothing is left to tell. */
    told: async (): Promise<void> => {
      for (let seen: Promise<unknown> | null = null; seen !== telling;) await (seen = telling);
    },
  };
}

/** Takes away what nobody asks for any more; sign-ins that have a console are asked for. */
async function forget(
  { store, accounts, clock }: Pick<RelayParts, 'store' | 'accounts' | 'clock'>,
  inUse: readonly SessionId[],
): Promise<void> {
  await accounts.seen(inUse);
  const before = { commands: clock() - answersKeptMs, outgoing: clock() - messagesKeptMs };
  await store.write(async (tx) => {
    await tx.forget({ ...accounts.forgettable(), ...before }, 10_000);
    await tx.forgetPushSubscriptions(clock() - messagesKeptMs, 10_000);
  });
}

/** Joins store, commands and sockets. Whoever makes it calls `sweep` from time to time and `stop` at the end. */
export async function createRelay({ io, store, accounts, config, clock, newId, log, metrics, base }: RelayParts) {
  const { tell, told } = createTelling(hearOthers, log);
  const relayKey = await store.read.relayKey();
  const presences = await openPresences(store, config, clock, (id) => tell(() => presenceChanged(id)));
  const rateLimit = createRateLimit(limitsOf(config), clock);
  const notify = createNotify({
    ...{ store, config, presences, relayKey, base, rateLimit, clock, newId, log },
    random: Math.random,
    onOutcome: metrics.message,
  });
  const dispatch = createDispatch({
    store,
    clock,
    newId,
    isReachable: presences.isReachable,
    isAnybodyReachable: presences.isAnybodyReachable,
    profileLinkMs: config.profileLinkHours * 3_600_000,
    addressObjection: notify.addressObjection,
    secretOf: (id) => requestSecret(relayKey, id),
    onOutcome: metrics.command,
  });
  const iceServers = createIceServers({ config, clock });
  const absence = createAbsence({ store, presences });
  const consoles = serveConsoles({
    namespace: io.of(namespaces.console),
    store,
    head: await store.read.head(),
    dispatch,
    presences,
    accounts,
    iceServers,
    reach: notify.reach,
    clock,
    log,
    onReturned: absence.returned,
    onConnectionChanged: (me) => {
      tell(() => portals.technicianChanged(me.id));
      portals.refreshWaiting();
    },
  });
  const portals = servePortals({
    ...{ store, dispatch, presences, relayKey, rateLimit, clock, log },
    namespace: io.of(namespaces.portal),
    answersByMail: notify.answersByMail,
    pushKey: notify.pushKey,
    sourceOf: createClientSource(config.trustedProxies),
    inTurn: tell,
  });
  serveScreenShare({
    ...{ read: store.read, iceServers, rateLimit, log },
    consoles: io.of(namespaces.console),
    portals: io.of(namespaces.portal),
  });
  const endScreenShares = createScreenShareExpiry({ store, presences, config, clock, newId });
  const returnAbandoned = createAbandonment({ store, presences, config, clock, newId });
  offerGauges({ io, store, metrics, consoles, portals });

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
  const tidy = every(clock, tidyEveryMs, () => forget({ store, accounts, clock }, consoles.sessions()));

  return {
    dispatch,
    presences,
    answersByMail: notify.answersByMail,
    /** Everything that happens because time passed; cheap, to be called about twice a second. */
    sweep: async (): Promise<void> => {
      tell(async () => {});
      rateLimit.sweep();
      fade();
      refreshWaiting();
      await absence.sweep();
      await returnAbandoned();
      await endScreenShares();
      await tidy();
      await notify.sweep();
    },
    /**
     * Finishes what was begun: commands from now on are told that the relay stops, those before are answered and told;
     * then consoles are told to come back in a while, spread out.
     */
    stop: async (): Promise<void> => {
      await Promise.all([dispatch.stop(), notify.stop()]);
      await told();
      consoles.comeBack(() => Math.floor(500 + Math.random() * 2_000));
    },
  };
}
