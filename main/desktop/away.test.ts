import { describe, expect, it } from 'vitest';
import { answerMs, follow, type AwayDeed, type Signs, type Whereabouts } from './away.ts';

const minute = 60_000;
const signs: Signs = { now: 10 * minute, idleMs: 0, locked: false, available: true, awayMinutes: 5 };
const idle = { idleMs: 5 * minute };
const here: Whereabouts = { kind: 'here' };
const asked: Whereabouts = { kind: 'asked', at: signs.now - 1_000 };
const away: Whereabouts = { kind: 'away' };

describe('who leaves the desk', () => {
  it.each<[string, Whereabouts, Partial<Signs>, Whereabouts['kind'], AwayDeed]>([
    ['is here while he touches anything', here, { idleMs: 5 * minute - 1 }, 'here', null],
    ['is asked after the set time', here, idle, 'asked', 'ask'],
    ['is not asked when he is unavailable anyway', here, { ...idle, available: false }, 'here', null],
    ['is not asked where the setting is off', here, { idleMs: 500 * minute, awayMinutes: 0 }, 'here', null],
    ['is not asked behind a locked screen, but leaves', here, { ...idle, locked: true }, 'away', 'leave'],
    ['is here behind a screen locked a moment ago', here, { idleMs: minute, locked: true }, 'here', null],
    ['has a minute to answer', asked, idle, 'asked', null],
    ['leaves when he does not', { kind: 'asked', at: signs.now - answerMs }, idle, 'away', 'leave'],
    ['leaves when the screen is locked meanwhile', asked, { ...idle, locked: true }, 'away', 'leave'],
    ['is here again as soon as he touches anything', asked, { idleMs: 0 }, 'here', 'unask'],
    [
      'is not asked any more when he says himself that he leaves',
      asked,
      { ...idle, available: false },
      'here',
      'unask',
    ],
    ['stays away while nobody touches anything', away, { ...idle, available: false }, 'away', null],
    ['stays away while the screen is locked', away, { idleMs: 0, available: false, locked: true }, 'away', null],
    ['is available again on return', away, { idleMs: 0, available: false }, 'here', 'return'],
    [
      'is available again when the setting is turned off',
      away,
      { ...idle, available: false, awayMinutes: 0 },
      'here',
      'return',
    ],
    ['is left alone when another device made him available', away, idle, 'here', null],
  ])('%s', (_name, before, patch, after, deed) => {
    const next = follow(before, { ...signs, ...patch });
    expect([next.whereabouts.kind, next.deed]).toEqual([after, deed]);
  });
});
