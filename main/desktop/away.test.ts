import { describe, expect, it } from 'vitest';
import { answerMs, follow, type AwayDeed, type Signs, type Whereabouts } from './away.ts';

const minute = 60_000;
const signs: Signs = { now: 10 * minute, idleMs: 0, locked: false, worthAsking: true, awayMinutes: 5 };
const idle = { idleMs: 5 * minute };
const here: Whereabouts = { kind: 'here' };
const asked: Whereabouts = { kind: 'asked', at: signs.now - 1_000 };
const away: Whereabouts = { kind: 'away' };

describe('who leaves the desk', () => {
  it.each<[string, Whereabouts, Partial<Signs>, Whereabouts['kind'], AwayDeed]>([
    ['is here while he touches anything', here, { idleMs: 5 * minute - 1 }, 'here', null],
    ['is asked after the set time', here, idle, 'asked', 'ask'],
    ['is not asked where nothing hangs on it, but leaves', here, { ...idle, worthAsking: false }, 'away', 'leave'],
    ['is not asked where the setting is off', here, { idleMs: 500 * minute, awayMinutes: 0 }, 'here', null],
    ['is not asked behind a locked screen, but leaves', here, { ...idle, locked: true }, 'away', 'leave'],
    ['is here behind a screen locked a moment ago', here, { idleMs: minute, locked: true }, 'here', null],
    ['has a minute to answer', asked, idle, 'asked', null],
    ['leaves when he does not', { kind: 'asked', at: signs.now - answerMs }, idle, 'away', 'leave'],
    ['leaves when the screen is locked meanwhile', asked, { ...idle, locked: true }, 'away', 'leave'],
    ['is here again as soon as he touches anything', asked, { idleMs: 0 }, 'here', 'unask'],
    [
      'is not asked any more, but has left, when nothing hangs on it any more',
      asked,
      { ...idle, worthAsking: false },
      'away',
      'leave',
    ],
    ['stays away while nobody touches anything', away, idle, 'away', null],
    ['stays away while the screen is locked', away, { idleMs: 0, locked: true }, 'away', null],
    ['is back when he touches something', away, { idleMs: 0 }, 'here', 'return'],
    ['is back so too when nothing hangs on it', away, { idleMs: 0, worthAsking: false }, 'here', 'return'],
    ['is back when the setting is turned off', away, { ...idle, awayMinutes: 0 }, 'here', 'return'],
  ])('%s', (_name, before, patch, after, deed) => {
    const next = follow(before, { ...signs, ...patch });
    expect([next.whereabouts.kind, next.deed]).toEqual([after, deed]);
  });
});
