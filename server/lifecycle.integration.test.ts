import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCommands, type ConsoleCommand, type ConsoleInput } from '../protocol/commands.ts';
import type { RequestId, Seq } from '../protocol/ids.ts';
import { customerObjection, isRequestAction, objection, type RequestAction } from '../protocol/lifecycle.ts';
import type { ProfileId } from '../protocol/profiles.ts';
import { addProfile } from './profiles/testing/add-profile.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import type { OwnRequest } from './testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';

const people = ['holder', 'colleague', 'third'] as const;
type Who = (typeof people)[number];
type Step = readonly [Who, RequestAction, object?];

/** How a request comes into each state. */
const states: Readonly<Record<string, readonly Step[]>> = {
  new: [],
  assigned: [['holder', 'request.assign']],
  'in chat': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
  ],
  'asked to share': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
    ['holder', 'screenShare.request'],
  ],
  'chat ended': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
    ['holder', 'chat.end'],
  ],
  'offered before the chat': [
    ['holder', 'request.assign'],
    ['holder', 'request.transfer'],
  ],
  'offered in the chat': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
    ['holder', 'request.transfer'],
  ],
  'handed over': [
    ['colleague', 'request.assign'],
    ['colleague', 'chat.join'],
    ['colleague', 'request.transfer', { toHolder: true }],
    ['holder', 'handover.accept'],
  ],
  'given back before the chat': [
    ['holder', 'request.assign'],
    ['holder', 'request.unassign'],
  ],
  'given back out of the chat': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
    ['holder', 'request.unassign'],
  ],
  closed: [
    ['holder', 'request.assign'],
    ['holder', 'request.close'],
  ],
  'closed out of the chat': [
    ['holder', 'request.assign'],
    ['holder', 'chat.join'],
    ['holder', 'request.close'],
  ],
  reopened: [
    ['holder', 'request.assign'],
    ['holder', 'request.close'],
    ['colleague', 'request.reopen'],
  ],
};

describe('a command of a request', { timeout: 60_000 }, () => {
  let relay: TestRelay;
  let slug: string;
  let profileId: ProfileId;
  const technicians = {} as Record<Who, TestTechnician>;
  const consoles = {} as Record<Who, ConsoleClient>;

  beforeAll(async () => {
    relay = await openTestRelay();
    ({ slug } = await relay.company('Acme Srl'));
    profileId = await addProfile(relay, 'wifi');
    for (const who of people) {
      technicians[who] = await relay.technician(who);
      consoles[who] = await relay.console(technicians[who]);
    }
  });
  afterAll(() => relay.dispose());

  // A session is ended by its own number; that is tested where sessions are.
  const actions = Object.keys(consoleCommands)
    .filter(isRequestAction)
    .filter((action) => action !== 'screenShare.end') as (RequestAction & ConsoleCommand)[];

  const input = (action: string, id: RequestId, who: Who, toHolder = false): object => {
    const receiver = toHolder || who === 'colleague' ? technicians.holder : technicians.colleague;
    if (action === 'request.transfer') return { id, to: { kind: 'technician', id: receiver.id }, note: '' };
    if (action === 'screenShare.request') return { id, client: 'built-in' };
    if (action === 'profile.deliver') return { id, profileId };
    if (action === 'chat.read') return { id, seq: 1 as Seq };
    return action === 'chat.send' || action === 'chat.note' ? { id, text: 'Words' } : { id };
  };
  const give = (who: Who, action: RequestAction, id: RequestId, part: { toHolder?: boolean } = {}) =>
    consoles[who].command(
      action as ConsoleCommand,
      input(action, id, who, part.toHolder) as ConsoleInput<ConsoleCommand>,
    );
  async function make(state: string, action?: RequestAction): Promise<OwnRequest> {
    // Only a screen that can be shared can be asked for; only a telephone takes a profile.
    const device = action === 'profile.deliver' && state !== 'asked to share' ? 'iphone' : 'windows';
    const own = await relay.submit(slug, {}, device);
    for (const [who, action, part] of states[state] ?? []) {
      expect(await give(who, action, own.id, part), `${state}: ${action}`).toMatchObject({ ok: true });
    }
    return own;
  }

  it.each(Object.keys(states))('is taken or refused as the table says: %s', async (state) => {
    await Promise.all(
      people.flatMap((who) =>
        actions.map(async (action) => {
          const { id } = await make(state, action);
          const before = (await relay.store.read.request(id))!;
          const lines = (await relay.store.read.activity(id))?.lastSeq;
          const share = await relay.store.read.latestScreenShare(id);
          const code = objection(action, { ...before, screenShare: share?.state ?? null }, technicians[who].id);
          const answer = await give(who, action, id);
          const what = `${who}: ${action}`;
          expect(answer.ok ? null : answer.code, what).toBe(code);
          if (code === null) return;
          expect(await relay.store.read.request(id), what).toEqual(before);
          expect((await relay.store.read.activity(id))?.lastSeq, what).toBe(lines);
        }),
      ),
    );
  });

  it.each(Object.keys(states))('of the customer too: %s', async (state) => {
    for (const action of ['chat.send', 'request.rate'] as const) {
      const own = await make(state);
      const before = (await relay.store.read.request(own.id))!;
      const page = await relay.page(own);
      const answer = await page.command(
        action,
        action === 'chat.send' ? { text: 'Words' } : ({ stars: 3, comment: '' } as never),
      );
      expect(answer.ok ? null : answer.code, action).toBe(customerObjection(action, before));
      if (!answer.ok) expect(await relay.store.read.request(own.id)).toEqual(before);
      page.close();
    }
  });
});
