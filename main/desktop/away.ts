import type { Instant } from '../../protocol/ids.ts';

/** Whether somebody is at this desk. `asked`: he was asked whether he is, at that moment. */
export type Whereabouts = { kind: 'here' } | { kind: 'asked'; at: Instant } | { kind: 'away' };

export type Signs = {
  now: Instant;
  /** How long since anybody touched mouse or keyboard. */
  idleMs: number;
  locked: boolean;
  /** He is Available and the relay would hear that he has left: it is worth asking before it does. */
  worthAsking: boolean;
  /** After how long without a touch one counts as away; 0: never. */
  awayMinutes: number;
};

/** What to do about it: ask, say that he has left or is back, or take the question back. */
export type AwayDeed = 'ask' | 'leave' | 'return' | 'unask' | null;

/** How long the question waits for an answer. */
export const answerMs = 60_000;
/** Who touched something so recently is back. */
const backMs = 30_000;

/** Where somebody is who shows these signs, and what follows from it (spec 8.6). */
export function follow(before: Whereabouts, signs: Signs): { whereabouts: Whereabouts; deed: AwayDeed } {
  const { now, idleMs, locked, worthAsking, awayMinutes } = signs;
  const here = { kind: 'here' } as const;
  const isIdle = awayMinutes > 0 && idleMs >= awayMinutes * 60_000;
  switch (before.kind) {
    case 'here':
      if (!isIdle) return { whereabouts: here, deed: null };
      // Nobody sees a question behind a locked screen.
      return locked || !worthAsking
        ? { whereabouts: { kind: 'away' }, deed: 'leave' }
        : { whereabouts: { kind: 'asked', at: now }, deed: 'ask' };
    case 'asked':
      if (!isIdle) return { whereabouts: here, deed: 'unask' };
      return now - before.at < answerMs && !locked && worthAsking
        ? { whereabouts: before, deed: null }
        : { whereabouts: { kind: 'away' }, deed: 'leave' };
    case 'away':
      return locked || (idleMs >= backMs && awayMinutes > 0)
        ? { whereabouts: before, deed: null }
        : { whereabouts: here, deed: 'return' };
  }
}
