import type { Server } from 'socket.io';
import { namespaces } from '../protocol/endpoints.ts';
import type { RequestId } from '../protocol/ids.ts';
import type { Accounts } from './accounts/accounts.ts';
import { addEvent, backToQueue } from './commands/context.ts';
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
import type { Commit, Store } from './store/store.ts';

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
export type Relay = Awaited<ReturnType<typeof createRelay>>;

/** Joins store, commands and sockets. Whoever makes it calls `sweep` from time to time and `stop` at the end. */
export async function createRelay({ io, store, accounts, config, clock, newId, log, metrics }: RelayParts) {
  const relayKey = await store.read.relayKey();
  const presences = createPresences({
    read: store.read,
    clock,
    awayAfter: config.awayAfterMs,
    onChanged: (id) => tell(() => presenceChanged(id)),
  });
  const dispatch = createDispatch({
    store,
    clock,
    newId,
    isReachable: presences.isReachable,
    secretOf: (id) => requestSecret(relayKey, id),
    onOutcome: metrics.command,
  });
  const rateLimit = createRateLimit(
    {
      submit: { burst: config.submitsPerMinute, perMinute: config.submitsPerMinute },
      portal: { burst: config.portalSubmitsPerMinute, perMinute: config.portalSubmitsPerMinute },
      command: { burst: config.commandsPerMinute, perMinute: config.commandsPerMinute },
    },
    clock,
  );
  const consoles = serveConsoles({
    namespace: io.of(namespaces.console),
    store,
    dispatch,
    presences,
    accounts,
    clock,
    log,
    onConnectionChanged: (me) =>
      tell(async () => {
        await portals.technicianChanged(me.id);
        await portals.everyoneChanged();
      }),
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
  metrics.gauge('consoles', 'Connected consoles', consoles.count);
  metrics.gauge('portal_pages', 'Connected pages of customers', portals.count);

  // One after the other, in the order of the commits: what goes out later was written later.
  let telling: Promise<unknown> = Promise.resolve();
  function tell(work: () => Promise<unknown>): void {
    telling = telling.then(work).catch((error: unknown) => log.error({ error }, 'telling what changed failed'));
  }
  async function presenceChanged(id: RequestId): Promise<void> {
    await consoles.presenceChanged(id);
    await portals.presenceChanged(id);
  }
  store.onCommit((commit: Commit) => {
    if (commit.entries.length === 0 && !commit.directory) return;
    tell(() => consoles.committed(commit));
    tell(() => portals.committed(commit));
  });

  /** Requests whose technician has fallen silent, or has not answered in time, go back to the queue (spec 8.5). */
  async function returnAbandoned(): Promise<void> {
    for (const request of await store.read.assigned()) {
      const { id, assigneeId, assignedAt, firstAnsweredAt } = request;
      if (assigneeId === null || assignedAt === null) continue;
      const silentSince = presences.isConnected(assigneeId)
        ? null
        : Math.max(presences.silentSince(assigneeId) ?? startedAt, assignedAt);
      const isSilent = silentSince !== null && clock() - silentSince > config.leaseMs;
      const isLate =
        config.answerWithinMs > 0 && firstAnsweredAt === null && clock() - assignedAt > config.answerWithinMs;
      if (!isSilent && !isLate) continue;
      await store.write(async (tx) => {
        const now = await tx.request(id);
        if (now === null || now.assigneeId !== assigneeId || now.closedAt !== null) return;
        const reason = isSilent ? 'console-silent' : 'no-answer';
        await addEvent({ tx, now: clock(), newId }, id, { type: 'unassigned', technicianId: assigneeId, reason });
        await backToQueue(tx, now);
      });
    }
  }
  const startedAt = clock();

  return {
    dispatch,
    presences,
    /** Everything that happens because time passed; cheap, to be called about twice a second. */
    sweep: async (): Promise<void> => {
      if (store.changedElsewhere()) tell(consoles.changedElsewhere);
      rateLimit.sweep();
      await returnAbandoned();
    },
    /** Tells consoles to come back in a while, spread out, and resolves when what was committed is told. */
    stop: async (): Promise<void> => {
      consoles.comeBack(() => Math.floor(500 + Math.random() * 2_000));
      await telling;
    },
  };
}
