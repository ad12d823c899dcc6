import { describe, expect, it } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { isWithin } from '../../protocol/quiet-hours.ts';
import { decide, remindAt, type Desk } from './notification-policy.ts';

const id = 42 as RequestId;
const other = 43 as RequestId;
const settings: Desk['settings'] = {
  notifications: true,
  sound: true,
  volume: 0.5,
  sounds: { request: true, offered: true, message: true },
  doNotDisturbUntil: null,
  quietHours: { on: false, from: 19 * 60, to: 8 * 60 },
  remindMinutes: 3,
};
const desk: Desk = { now: 1_000, minuteOfDay: 12 * 60, settings, focused: false, onScreen: null };
const withSettings = (patch: Partial<Desk['settings']>): Desk => ({ ...desk, settings: { ...settings, ...patch } });

describe('whether an event disturbs the technician', () => {
  const quietNow = { on: true, from: 11 * 60, to: 13 * 60 };
  it.each<[string, Desk, ReturnType<typeof decide>]>([
    ['working elsewhere', desk, { show: true, sound: true }],
    ['the request in a window without the focus', { ...desk, onScreen: id }, { show: true, sound: true }],
    [
      'looking at the request',
      { ...desk, focused: true, onScreen: id },
      { show: false, reason: 'on-screen', sound: false },
    ],
    [
      'looking at another request',
      { ...desk, focused: true, onScreen: other },
      { show: false, reason: 'window-focused', sound: true },
    ],
    [
      'in the console with no request open',
      { ...desk, focused: true },
      { show: false, reason: 'window-focused', sound: true },
    ],
    [
      'notifications off',
      withSettings({ notifications: false }),
      { show: false, reason: 'notifications-off', sound: true },
    ],
    ['sounds off', withSettings({ sound: false }), { show: true, sound: false }],
    [
      'this sound off',
      withSettings({ sounds: { request: false, offered: true, message: true } }),
      { show: true, sound: false },
    ],
    ['no volume', withSettings({ volume: 0 }), { show: true, sound: false }],
    [
      'do-not-disturb for a while',
      withSettings({ doNotDisturbUntil: 1_001 }),
      { show: false, reason: 'do-not-disturb', sound: false },
    ],
    ['do-not-disturb that is over', withSettings({ doNotDisturbUntil: 1_000 }), { show: true, sound: true }],
    [
      'do-not-disturb until it is turned off',
      withSettings({ doNotDisturbUntil: 'turned-off' }),
      { show: false, reason: 'do-not-disturb', sound: false },
    ],
    ['quiet hours', withSettings({ quietHours: quietNow }), { show: false, reason: 'quiet-hours', sound: false }],
    ['quiet hours set but off', withSettings({ quietHours: { ...quietNow, on: false } }), { show: true, sound: true }],
    [
      'quiet hours and the request on screen',
      { ...withSettings({ quietHours: quietNow }), focused: true, onScreen: id },
      { show: false, reason: 'quiet-hours', sound: false },
    ],
  ])('%s', (_name, at, decision) => {
    expect(decide('request', id, at)).toEqual(decision);
  });
});

describe('a stretch of the day', () => {
  it.each([
    [8 * 60, { from: 8 * 60, to: 9 * 60 }, true],
    [9 * 60, { from: 8 * 60, to: 9 * 60 }, false],
    [7 * 60 + 59, { from: 8 * 60, to: 9 * 60 }, false],
    // over midnight
    [19 * 60, { from: 19 * 60, to: 8 * 60 }, true],
    [0, { from: 19 * 60, to: 8 * 60 }, true],
    [7 * 60 + 59, { from: 19 * 60, to: 8 * 60 }, true],
    [8 * 60, { from: 19 * 60, to: 8 * 60 }, false],
    [12 * 60, { from: 19 * 60, to: 8 * 60 }, false],
    // nothing at all
    [0, { from: 0, to: 0 }, false],
  ])('minute %i of %o: %s', (minute, stretch, inside) => {
    expect(isWithin(minute, stretch)).toBe(inside);
  });
});

describe('a request that nobody took', () => {
  it('is brought up again after the set time, or never', () => {
    expect(remindAt(1_000, { remindMinutes: 3 })).toBe(181_000);
    expect(remindAt(1_000, { remindMinutes: 0 })).toBeNull();
  });
});
