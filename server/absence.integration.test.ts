import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleClient } from './testing/console-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { until } from './testing/until.ts';

const minute = 60_000;

describe('a technician with several consoles', { timeout: 30_000 }, () => {
  let relay: TestRelay;
  let anna: TestTechnician;
  let desk: ConsoleClient;
  let laptop: ConsoleClient;

  beforeEach(async () => {
    relay = await openTestRelay();
    anna = await relay.technician('Anna');
    desk = await relay.console(anna);
    laptop = await relay.console(await relay.signIn(anna.id));
    await Promise.all([desk.follow(), laptop.follow()]);
    // Right after a start another console may be about to come back.
    relay.clock.pass(2 * minute);
  });
  afterEach(() => relay.dispose());

  const stored = async (from: TestRelay = relay) => {
    const account = await from.store.read.account(anna.id);
    return [account?.available, account?.absent];
  };
  const present = [true, false];
  const absent = [true, true];
  const unavailable = [false, false];
  /** Both signals before it have been heard, and the relay has looked since. */
  const looked = async (): Promise<void> => {
    for (const console of [desk, laptop]) if (console.socket.connected) await console.query('session.list', {});
    const colleague = await relay.console({ ...(await relay.technician('Colleague')), there: false });
    const { id } = colleague.welcome().me;
    await until(async () => expect((await relay.store.read.account(id))?.absent).toBe(true));
    colleague.close();
  };
  /** Cuts it off and waits until the relay has noticed. */
  const lose = async (console: ConsoleClient): Promise<void> => {
    const { id, sessionId } = console.welcome().me;
    relay.clock.pass(1_000);
    const left = relay.clock.now();
    console.cut();
    await until(async () => {
      const session = (await relay.store.read.sessions(id)).find((one) => one.id === sessionId);
      expect(session?.lastSeenAt).toBeGreaterThanOrEqual(left);
    });
  };
  const told = (console: ConsoleClient): unknown[] =>
    console.said.flatMap(({ event, payload }) =>
      event === 'scope'
        ? [[(payload as { available: boolean }).available, (payload as { absent: boolean }).absent]]
        : [],
    );

  it('stays Available while he is at one of them, is absent when at none, and back by coming to any', async () => {
    desk.attend(false);
    await looked();
    expect(await stored()).toEqual(present);
    laptop.attend(false);
    await until(async () => expect(await stored()).toEqual(absent));
    // At the other console than the one he left last.
    desk.attend(true);
    await until(async () => expect(await stored()).toEqual(present));
    const heard = [
      [false, true],
      [true, false],
    ];
    await until(() => expect([told(desk), told(laptop)]).toEqual([heard, heard]));
  });

  it('is sent what nobody has only while he is present', async () => {
    const { slug, id: company } = await relay.company('Acme');
    const { id } = await relay.submit(slug);
    const holds = (console: ConsoleClient) => JSON.stringify(console.replica.dump()).includes(`"id":${id}`);
    await until(() => expect([holds(desk), holds(laptop)]).toEqual([true, true]));
    for (const console of [desk, laptop]) console.attend(false);
    await until(() => expect([holds(desk), holds(laptop)]).toEqual([false, false]));
    expect(await relay.store.read.isAnyAvailable(company, [anna.id])).toBe(false);
    laptop.attend(true);
    await until(() => expect([holds(desk), holds(laptop)]).toEqual([true, true]));
    expect(await relay.store.read.isAnyAvailable(company, [anna.id])).toBe(true);
  });

  it('stays Unavailable by his own word, wherever he comes back', async () => {
    await desk.command('availability.set', { available: false });
    for (const console of [desk, laptop]) console.attend(false);
    await looked();
    expect(await stored()).toEqual(unavailable);
    for (const console of [desk, laptop]) console.attend(true);
    await looked();
    expect(await stored()).toEqual(unavailable);
  });

  it('is believed when he says at a console that he is Available, before that noticed that he is back', async () => {
    for (const console of [desk, laptop]) console.attend(false);
    await until(async () => expect(await stored()).toEqual(absent));
    await desk.command('availability.set', { available: true });
    await looked();
    expect(await stored()).toEqual(present);
    // Leaving the laptop once more changes nothing: he was not there. Leaving the desk does.
    laptop.attend(false);
    await looked();
    expect(await stored()).toEqual(present);
    desk.attend(true);
    await looked();
    desk.attend(false);
    await until(async () => expect(await stored()).toEqual(absent));
  });

  it('is absent when the console that he was at sleeps or is gone for a minute, but not for a blink', async () => {
    desk.attend(false);
    await looked();
    await lose(laptop);
    relay.clock.pass(0.5 * minute);
    await looked();
    expect(await stored()).toEqual(present);
    await laptop.resume();
    relay.clock.pass(2 * minute);
    await looked();
    expect(await stored()).toEqual(present);
    await lose(laptop);
    relay.clock.pass(1.1 * minute);
    await until(async () => expect(await stored()).toEqual(absent));
    await laptop.reconnect();
    // Before the console is told what it may see: nothing is taken from it and given back.
    expect(laptop.welcome().scope).toMatchObject({ available: true, absent: false });
  });

  it('keeps his own word while no console is connected at all', async () => {
    for (const console of [desk, laptop]) await lose(console);
    relay.clock.pass(5 * minute);
    await looked();
    expect(await stored()).toEqual(present);
    await desk.reconnect();
    expect(desk.welcome().scope).toMatchObject({ available: true, absent: false });
  });

  it.each([
    ['present', present],
    ['absent', absent],
  ])(
    'comes out of a restart of the relay %s as he went in, until a minute shows where he is',
    async (_name, before) => {
      desk.attend(false);
      laptop.attend(before === present);
      await until(async () => expect(await stored()).toEqual(before));
      await looked();
      await relay.stop();
      const again = await openTestRelay({ data: relay.folder });
      try {
        const first = await again.console({ ...anna, there: false });
        // The other one may be about to come back.
        await first.query('session.list', {});
        expect(await stored(again)).toEqual(before);
        again.clock.pass(1.1 * minute);
        await until(async () => expect(await stored(again)).toEqual(absent));
        const second = await again.console(await again.signIn(anna.id));
        expect(second.welcome().scope).toMatchObject({ available: true, absent: false });
      } finally {
        await again.dispose();
      }
    },
  );
});
