import type { ErrorCode } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Waiting } from '../storage/outbox.ts';
import type { Storage } from '../storage/storage.ts';
import { createBackoff } from './backoff.ts';
import type { Connection } from './connection.ts';

/** Refusals that say nothing about the command itself: it is sent again later, under the same id. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'relay-stopping',
  'relay-not-reachable',
  'internal',
  'rate-limited',
  'not-signed-in',
]);
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

type DeliveryStorage = Pick<Storage, 'readQueuedRequests' | 'readNextCommand' | 'settleCommand' | 'refuseCommand'>;

export type DeliveryParts = {
  storage: DeliveryStorage;
  connection: () => Pick<Connection, 'command' | 'isConnected'> | null;
  /** A command of this request was settled or refused. */
  onSettled: (id: RequestId) => void;
  onError: (error: unknown) => void;
  /** Spreads the tries; of 0..1. */
  random?: () => number;
};
export type Delivery = ReturnType<typeof createDelivery>;

/**
 * Sends what the technician wrote: in order within a request, requests side by side, each command until the relay
 * has settled it. The relay answers the same id the same way, so sending again after a lost answer does it once.
 */
export function createDelivery({ storage, connection, onSettled, onError, random = Math.random }: DeliveryParts) {
  const backoff = createBackoff({ firstMs: firstRetryMs, longestMs: longestRetryMs, random });
  /** Requests whose commands are being sent; true if more was queued meanwhile. */
  const lanes = new Map<RequestId, boolean>();
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  function retryLater(): void {
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(start, backoff.next());
  }

  /** Sends one command; answers whether the request's next one may follow. */
  async function send({ id, name, input, requestId }: Waiting): Promise<boolean> {
    const answer = await connection()?.command(id, name, input as never);
    if (answer === undefined || (!answer.ok && passing.has(answer.code))) return false;
    backoff.reset();
    if (answer.ok) await storage.settleCommand(id, 'position' in answer.value ? answer.value.position : 0);
    // Nobody gave a read mark on purpose: one that is refused (the request is out of sight by now) is done with.
    else if (name === 'chat.read') await storage.settleCommand(id, 0);
    else await storage.refuseCommand(id, answer.code, answer.details ?? {});
    onSettled(requestId);
    return true;
  }

  async function drain(request: RequestId): Promise<void> {
    if (lanes.has(request)) {
      lanes.set(request, true);
      return;
    }
    try {
      do {
        lanes.set(request, false);
        for (let next = await storage.readNextCommand(request); next !== null && !stopped;) {
          if (!(await send(next))) return retryLater();
          next = await storage.readNextCommand(request);
        }
      } while (lanes.get(request) === true);
    } finally {
      lanes.delete(request);
    }
  }

  async function drainAll(): Promise<void> {
    if (stopped || connection()?.isConnected() !== true) return;
    await Promise.all((await storage.readQueuedRequests()).map(drain));
  }

  function start(): void {
    stopped = false;
    drainAll().catch((error: unknown) => {
      onError(error);
      retryLater();
    });
  }

  return {
    /** Something was queued, or the connection is back. */
    start,
    stop: (): void => {
      stopped = true;
      clearTimeout(retry);
    },
  };
}
