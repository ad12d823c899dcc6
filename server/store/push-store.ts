import type { RequestId } from '../../protocol/ids.ts';
import type { PushTarget } from '../../protocol/push.ts';
import type { Awaitable } from './awaitable.ts';

// The store's front door for the devices that customers allowed pushes to: a part of store.ts. Nothing of it is streamed.

/**
 * A device that is told of answers to a request. `under`: the number under which the device knows the request, another
 * one once it was opened again; `since`: from when on an answer waits for it, null if none does; and what it was told last.
 */
export type PushSubscription = PushTarget & {
  id: string;
  requestId: RequestId;
  under: RequestId;
  createdAt: number;
  since: number | null;
  toldAt: number | null;
  toldSeq: number;
};

export type PushReads = {
  pushSubscription(id: string): Awaitable<PushSubscription | null>;
  /** A request's, the oldest first. */
  pushSubscriptions(request: RequestId): Awaitable<PushSubscription[]>;
  /** Those for which an answer waits since this instant or longer, the oldest first. */
  pushesSince(until: number, limit: number): Awaitable<PushSubscription[]>;
};
export type PushWrites = {
  /** A new one, or other keys for a device that the request has already. */
  putPushSubscription(row: PushSubscription): Awaitable<void>;
  dropPushSubscription(id: string): Awaitable<void>;
  /** Notes that an answer waits for the request's devices, unless one does since before. */
  notePush(request: RequestId, at: number): Awaitable<void>;
  /** The request goes on under another number. */
  movePushSubscriptions(from: RequestId, to: RequestId): Awaitable<void>;
  /** Deletes at most `limit` of requests that were closed before this instant. */
  forgetPushSubscriptions(closedBefore: number, limit: number): Awaitable<void>;
};
