import type { Outgoing, OutgoingAbout } from '../store/reach-store.ts';

/** A message that waits to be sent from now on. */
export const newMessage = (id: string, method: Outgoing['method'], about: OutgoingAbout, now: number): Outgoing => ({
  id,
  method,
  about,
  state: 'waiting',
  attempts: 0,
  nextAt: now,
  createdAt: now,
  endedAt: null,
  reason: null,
});
