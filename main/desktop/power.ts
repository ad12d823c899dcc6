import { powerMonitor } from 'electron/main';
import type { Instant } from '../../protocol/ids.ts';
import { follow, type AwayDeed, type Whereabouts } from './away.ts';

const lookMs = 15_000;

export type AwayParts = {
  clock: () => Instant;
  awayMinutes: () => number;
  worthAsking: () => boolean;
  onDeed: (deed: Exclude<AwayDeed, null>) => void;
};

/** Watches whether somebody is at the desk. Answers what ends it, and what to call when he says that he is. */
export function watchAway({ clock, awayMinutes, worthAsking, onDeed }: AwayParts) {
  let whereabouts: Whereabouts = { kind: 'here' };
  let lockedAt: Instant | null = null;
  let saidAt = -Infinity;

  function look(): void {
    const now = clock();
    const untouched = Math.max(powerMonitor.getSystemIdleTime() * 1_000, lockedAt === null ? 0 : now - lockedAt);
    const signs = {
      now,
      idleMs: Math.min(untouched, now - saidAt),
      locked: lockedAt !== null,
      worthAsking: worthAsking(),
      awayMinutes: awayMinutes(),
    };
    const next = follow(whereabouts, signs);
    whereabouts = next.whereabouts;
    if (next.deed !== null) onDeed(next.deed);
  }
  const locked = (): void => {
    lockedAt = clock();
    look();
  };
  const unlocked = (): void => {
    lockedAt = null;
    look();
  };
  powerMonitor.on('lock-screen', locked);
  powerMonitor.on('unlock-screen', unlocked);
  const timer = setInterval(look, lookMs);

  return {
    /** Somebody answered the question. */
    here: (): void => {
      saidAt = clock();
      look();
    },
    close: (): void => {
      clearInterval(timer);
      powerMonitor.off('lock-screen', locked);
      powerMonitor.off('unlock-screen', unlocked);
    },
  };
}
