import type { ErrorCode } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Waiting } from '../storage/outbox.ts';
import type { Storage } from '../storage/storage.ts';
import type { Connection } from './connection.ts';

/** Refusals that say nothing about the command itself: it is sent again later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'relay-stopping',
  'internal',
  'rate-limited',
  'not-signed-in',
]);
const retryMs = 2_000;

export type DeliveryParts = {
  storage: Storage;
  connection: () => Connection | null;
  /** Commands of this request were settled or refused. */
  onSettled: (id: RequestId) => void;
  onError: (error: unknown) => void;
};
export type Delivery = ReturnType<typeof createDelivery>;

/** Sends what the technician wrote: in order within a request, requests side by side, each command until it is settled. */
export function createDelivery({ storage, connection, onSettled, onError }: DeliveryParts) {
  const underWay = new Set<RequestId>();
  let again: NodeJS.Timeout | undefined;

  async function sendAll(): Promise<void> {
    if (connection()?.isConnected() !== true) return;
    const next = (await storage.readNextCommands()).filter(({ requestId }) => !underWay.has(requestId));
    await Promise.all(next.map(sendOne));
  }

  async function sendOne(command: Waiting): Promise<void> {
    const { id, name, input, requestId } = command;
    if (underWay.has(requestId)) return;
    underWay.add(requestId);
    try {
      const answer = await connection()?.command(id, name, input as never);
      if (answer === undefined || (!answer.ok && passing.has(answer.code))) {
        clearTimeout(again);
        again = setTimeout(start, retryMs);
        return;
      }
      if (answer.ok) {
        const { cursor } = await storage.readProgress();
        await storage.settleCommand(id, 'position' in answer.value ? answer.value.position : 0, cursor);
      } else {
        await storage.refuseCommand(id, answer.code, answer.details ?? {});
      }
      onSettled(requestId);
    } finally {
      underWay.delete(requestId);
    }
    await sendAll();
  }

  function start(): void {
    sendAll().catch(onError);
  }

  return {
    /** Something was queued, or the connection is back. */
    start,
    stop: (): void => clearTimeout(again),
  };
}
