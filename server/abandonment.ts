import type { TechnicianId } from '../protocol/ids.ts';
import { backToQueue } from './commands/back-to-queue.ts';
import type { Config } from './config.ts';
import type { Presences } from './presence.ts';
import type { Reader, Store, StoredRequest } from './store/store.ts';

export type AbandonmentParts = {
  store: Store;
  presences: Pick<Presences, 'silentSince' | 'isReachable'>;
  config: Pick<Config, 'leaseMs' | 'answerWithinMs' | 'fallback'>;
  clock: () => number;
  newId: () => string;
};

/**
 * Makes the work that gives requests back to the queue whose technician has fallen silent, has not joined the chat in
 * time (spec 8.5), or may no longer serve their company; the named fallback is asked to take them. A request is looked
 * at again in the transaction that gives it back.
 */
export function createAbandonment({ store, presences, config, clock, newId }: AbandonmentParts) {
  const isSilent = ({ assigneeId, assignedAt }: StoredRequest): boolean => {
    const since = assigneeId === null ? null : presences.silentSince(assigneeId);
    return since !== null && clock() - Math.max(since, assignedAt ?? 0) > config.leaseMs;
  };
  const isLate = ({ assignedAt, joinedAt }: StoredRequest): boolean =>
    config.answerWithinMs > 0 && joinedAt === null && clock() - (assignedAt ?? clock()) > config.answerWithinMs;
  const serves = async (read: Reader, technician: TechnicianId, { companyId }: StoredRequest): Promise<boolean> =>
    (await read.scope(technician))?.companies.includes(companyId) ?? false;

  async function abandoned(): Promise<StoredRequest[]> {
    const found = [...(await store.read.assignedWithoutAccess())];
    for (const technician of await store.read.assignees()) {
      const since = presences.silentSince(technician);
      if (since === null || clock() - since <= config.leaseMs) continue;
      found.push(...(await store.read.assignedTo(technician)).filter(isSilent));
    }
    if (config.answerWithinMs > 0) found.push(...(await store.read.unansweredSince(clock() - config.answerWithinMs)));
    return found;
  }

  /** Why the request goes back, or null if it stays. */
  async function reasonOf(read: Reader, request: StoredRequest, assignee: TechnicianId) {
    if (!(await serves(read, assignee, request))) return 'no-access';
    if (isSilent(request)) return 'console-silent';
    return isLate(request) ? 'no-answer' : null;
  }

  /** The offer to the named fallback, if that is somebody else who can be reached and may serve the company. */
  async function offerOf(read: Reader, request: StoredRequest): Promise<StoredRequest['handover']> {
    const { assigneeId: fromId } = request;
    const fallback = config.fallback === '' ? null : await read.accountByEmail(config.fallback);
    if (fromId === null || fallback === null || fallback.id === fromId) return null;
    if (!(await serves(read, fallback.id, request)) || !(await presences.isReachable(fallback.id))) return null;
    return { fromId, toId: fallback.id, note: '', at: clock() };
  }

  return async (): Promise<void> => {
    for (const { id } of await abandoned()) {
      await store.write(async (tx) => {
        const request = await tx.request(id);
        if (request === null || request.assigneeId === null || request.closedAt !== null) return;
        const reason = await reasonOf(tx, request, request.assigneeId);
        if (reason === null) return;
        await backToQueue({ tx, now: clock(), newId }, request, reason, await offerOf(tx, request));
      });
    }
  };
}
