import type { Instant } from '../../protocol/ids.ts';

/** Whether somebody is at the desk. `asked`: he was asked whether he is, at that moment. */
export type Whereabouts = { kind: 'here' } | { kind: 'asked'; at: Instant } | { kind: 'away' };

export type Signs = {
  now: Instant;
  /** How long since anybody touched mouse or keyboard. */
  idleMs: number;
  locked: boolean;
  available: boolean;
  /** After how long without a touch one counts as away; 0: never. */
  awayMinutes: number;
};

/** What to do about it: ask, make unavailable, make available again, or take the question back. */
export type AwayDeed = 'ask' | 'leave' | 'return' | 'unask' | null;

/** How long the question waits for an answer. */
export const answerMs = 60_000;
/** Who touched something so recently is back. */
const backMs = 30_000;

/** Where somebody is who shows these signs, and what follows from it (spec 8.6). */
export function follow(before: Whereabouts, signs: Signs): { whereabouts: Whereabouts; deed: AwayDeed } {
  const { now, idleMs, locked, available, awayMinutes } = signs;
  const here = { kind: 'here' } as const;
  const isIdle = awayMinutes > 0 && idleMs >= awayMinutes * 60_000;
  switch (before.kind) {
    case 'here':
      if (!available || !isIdle) return { whereabouts: here, deed: null };
      // Nobody sees a question behind a locked screen.
      return locked
        ? { whereabouts: { kind: 'away' }, deed: 'leave' }
        : { whereabouts: { kind: 'asked', at: now }, deed: 'ask' };
    case 'asked':
      if (!available || !isIdle) return { whereabouts: here, deed: 'unask' };
      return now - before.at < answerMs && !locked
        ? { whereabouts: before, deed: null }
        : { whereabouts: { kind: 'away' }, deed: 'leave' };
    case 'away':
      // Made available from elsewhere: whoever did that knows better.
      if (available) return { whereabouts: here, deed: null };
      return locked || (idleMs >= backMs && awayMinutes > 0)
        ? { whereabouts: before, deed: null }
        : { whereabouts: here, deed: 'return' };
  }
}
