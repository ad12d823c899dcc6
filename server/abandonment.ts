import { backToQueue } from './commands/back-to-queue.ts';
import type { Config } from './config.ts';
import type { Presences } from './presence.ts';
import type { Store, StoredRequest } from './store/store.ts';

export type AbandonmentParts = {
  store: Store;
  presences: Pick<Presences, 'silentSince'>;
  config: Pick<Config, 'leaseMs' | 'answerWithinMs'>;
  clock: () => number;
  newId: () => string;
};

/**
 * Makes the work that gives requests back to the queue whose technician has fallen silent, or has not joined the chat
 * in time (spec 8.5). A request is looked at again in the transaction that gives it back.
 */
export function createAbandonment({ store, presences, config, clock, newId }: AbandonmentParts) {
  const isSilent = ({ assigneeId, assignedAt }: StoredRequest): boolean => {
    const since = assigneeId === null ? null : presences.silentSince(assigneeId);
    return since !== null && clock() - Math.max(since, assignedAt ?? 0) > config.leaseMs;
  };
  const isLate = ({ assignedAt, joinedAt }: StoredRequest): boolean =>
    config.answerWithinMs > 0 && joinedAt === null && clock() - (assignedAt ?? clock()) > config.answerWithinMs;

  async function abandoned(): Promise<StoredRequest[]> {
    const found: StoredRequest[] = [];
    for (const technician of await store.read.assignees()) {
      const since = presences.silentSince(technician);
      if (since === null || clock() - since <= config.leaseMs) continue;
      found.push(...(await store.read.assignedTo(technician)).filter(isSilent));
    }
    if (config.answerWithinMs > 0) found.push(...(await store.read.unansweredSince(clock() - config.answerWithinMs)));
    return found;
  }

  return async (): Promise<void> => {
    for (const { id } of await abandoned()) {
      await store.write(async (tx) => {
        const request = await tx.request(id);
        if (request === null || request.assigneeId === null || request.closedAt !== null) return;
        const reason = isSilent(request) ? 'console-silent' : isLate(request) ? 'no-answer' : null;
        if (reason !== null) await backToQueue({ tx, now: clock(), newId }, request, reason);
      });
    }
  };
}
