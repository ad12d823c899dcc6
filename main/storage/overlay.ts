import type { RequestId } from '../../protocol/ids.ts';
import type { Waiting } from './outbox.ts';

/** What unsettled commands make of the cache's rows until the relay has settled them: computed when read, never stored. */
export type Overlay = {
  /** Requests whose status is another than in the cache. */
  statuses: ReadonlyMap<RequestId, 'new' | 'completed'>;
  /** Read up to where, by read marks on their way. */
  read: ReadonlyMap<RequestId, number>;
};

/** Refused commands changed nothing and overlay nothing. */
export function overlayOf(waiting: readonly Waiting[]): Overlay {
  const statuses = new Map<RequestId, 'new' | 'completed'>();
  const read = new Map<RequestId, number>();
  for (const { name, requestId, input, state } of waiting) {
    if (state === 'refused') continue;
    if (name === 'request.close') statuses.set(requestId, 'completed');
    if (name === 'request.unassign') statuses.set(requestId, 'new');
    if (name === 'chat.read') read.set(requestId, Math.max(read.get(requestId) ?? 0, Number(input['seq'])));
  }
  return { statuses, read };
}
