import { expect, it } from 'vitest';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import { ReachManners } from '../../protocol/reach.ts';
import { firstState } from '../console-state.ts';
import { defaults } from '../settings.ts';
import { createManners } from './reach-manners.ts';

it('tells the relay once a connection, and again when something changed or was not heard', async () => {
  const state = firstState({ me: null, relay: '', email: '', tokenProtected: true });
  let settings = defaults;
  let answer: Result<unknown> = ok({});
  const told: ReachManners[] = [];
  const follow = createManners({
    settings: () => settings,
    language: () => 'it',
    state: () => state,
    ask: async (manners) => {
      told.push(ReachManners.parse(manners));
      return answer;
    },
    onError: (error) => {
      throw error;
    },
  });
  follow();
  expect(told).toEqual([]);
  state.connection = { ...state.connection, kind: 'live' };
  follow();
  follow();
  expect(told).toMatchObject([{ language: 'it', isPrivate: false, quietHours: defaults.quietHours }]);
  settings = { ...settings, privateNotifications: true };
  answer = refuse('offline');
  follow();
  expect(told).toHaveLength(2);
  await Promise.resolve();
  await Promise.resolve();
  answer = ok({});
  follow();
  follow();
  expect(told.map(({ isPrivate }) => isPrivate)).toEqual([false, true, true]);
  state.connection = { ...state.connection, kind: 'offline' };
  follow();
  state.connection = { ...state.connection, kind: 'live' };
  follow();
  expect(told).toHaveLength(4);
});
