import type { ExpertClient } from '../../protocol/expert-client.ts';
import type { RequestId, ExpertClientId, ScreenShareId } from '../../protocol/ids.ts';
import type { ScreenShare } from '../../protocol/screen-share.ts';
import type { Awaitable } from './awaitable.ts';

// The store's front door for screen-share sessions and expert clients: a part of store.ts.

export type ScreenShareReads = {
  screenShare(id: ScreenShareId): Awaitable<ScreenShare | null>;
  /** The last session of a request, open or not. */
  latestScreenShare(request: RequestId): Awaitable<ScreenShare | null>;
  /** All sessions of a request, oldest first. */
  screenShares(request: RequestId): Awaitable<ScreenShare[]>;
  /** Those of all requests that were asked for from one moment on and before another, in milliseconds; oldest first. */
  screenSharesAsked(from: number, before: number): Awaitable<ScreenShare[]>;
  /** Those of all requests that wait for something or go on. */
  openScreenShares(): Awaitable<ScreenShare[]>;
  expertClient(id: ExpertClientId): Awaitable<ExpertClient | null>;
  /** The whole list, with what was taken off it. */
  expertClients(): Awaitable<ExpertClient[]>;
};
export type ScreenShareWrites = {
  putScreenShare(row: Omit<ScreenShare, 'position'>): Awaitable<ScreenShare>;
  putExpertClient(row: Omit<ExpertClient, 'position'>): Awaitable<ExpertClient>;
};
