import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompanyId, RequestId } from '../protocol/ids.ts';
import type { CustomerView } from '../protocol/live.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import type { OwnRequest, PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { until } from './testing/until.ts';

const minutes = (n: number): number => n * 60_000;

describe('technicians within reach, and what customers are told of them', { timeout: 30_000 }, () => {
  let relay: TestRelay;
  let acme: { id: CompanyId; slug: string };
  let anna: TestTechnician;
  let bruno: TestTechnician;

  beforeEach(async () => {
    relay = await openTestRelay({ answerWithinMs: minutes(3) });
    acme = await relay.company('Acme Srl');
    anna = await relay.technician('Anna Bianchi');
    bruno = await relay.technician('Bruno Neri');
  });
  afterEach(() => relay.dispose());

  const ask = async (): Promise<{ own: OwnRequest; page: PageClient }> => {
    const own = await relay.submit(acme.slug);
    return { own, page: await relay.page(own) };
  };
  const shows = (page: PageClient, part: Partial<CustomerView>): Promise<void> =>
    until(() => expect(page.view()).toMatchObject(part));
  const events = (page: PageClient): string[] =>
    page.lines().flatMap(({ body, name }) => (body.kind === 'event' ? [`${body.event} ${name ?? ''}`.trim()] : []));
  /** Closes it and waits until the relay has noticed. */
  const leave = async (console: ConsoleClient, from: TestRelay = relay): Promise<void> => {
    const { id, sessionId } = console.welcome().me;
    from.clock.pass(1_000);
    const left = from.clock.now();
    console.cut();
    await until(async () => {
      const session = (await from.store.read.sessions(id)).find((one) => one.id === sessionId);
      expect(session?.lastSeenAt).toBeGreaterThanOrEqual(left);
    });
  };
  const take = async (console: ConsoleClient, id: RequestId): Promise<void> => {
    expect(await console.command('request.assign', { id })).toMatchObject({ ok: true });
    expect(await console.command('chat.join', { id })).toMatchObject({ ok: true });
  };

  it('is nobody at first, then whoever is Available and has a console, until the last one has been gone for a minute', async () => {
    const { own, page } = await ask();
    await shows(page, { anybodyAvailable: false });
    expect((await relay.store.read.request(own.id))?.leftMessage).toBe(true);
    const desk = await relay.console(anna);
    const laptop = await relay.console(await relay.signIn(anna.id));
    await shows(page, { anybodyAvailable: true });
    const second = await ask();
    expect((await relay.store.read.request(second.own.id))?.leftMessage).toBe(false);

    await desk.command('availability.set', { available: false });
    await shows(page, { anybodyAvailable: false });
    await laptop.command('availability.set', { available: true });
    await shows(page, { anybodyAvailable: true });

    await leave(desk);
    relay.clock.pass(minutes(2));
    const colleague = await relay.console(bruno);
    await colleague.command('availability.set', { available: false });
    expect(page.view()?.anybodyAvailable).toBe(true);
    await leave(laptop);
    relay.clock.pass(minutes(0.9));
    expect(await colleagues(colleague, own.id)).toEqual([['Anna Bianchi', true]]);
    relay.clock.pass(minutes(0.2));
    await shows(page, { anybodyAvailable: false });
  });
  const colleagues = async (console: ConsoleClient, id: RequestId): Promise<[string, boolean][]> => {
    await console.command('availability.set', { available: true });
    const answer = await console.query('transfer.candidates', { id });
    await console.command('availability.set', { available: false });
    return answer.ok ? answer.value.map(({ name, available }) => [name, available]) : [];
  };

  it('tells the customer when the connection of whoever has the request is lost, and when it is back', async () => {
    const console = await relay.console(anna);
    const { own, page } = await ask();
    await take(console, own.id);
    await shows(page, { technician: 'Anna Bianchi', technicianConnected: true });
    await leave(console);
    // A blink is nobody's business.
    expect(page.view()).toMatchObject({ technicianConnected: true });
    relay.clock.pass(6_000);
    await shows(page, { technicianConnected: false });
    await console.reconnect();
    await shows(page, { technicianConnected: true });
  });

  it('gives a request back whose technician has been silent for too long, and says so to the customer', async () => {
    const [desk, laptop] = [await relay.console(anna), await relay.console(await relay.signIn(anna.id))];
    const { own, page } = await ask();
    await take(desk, own.id);
    await leave(desk);
    relay.clock.pass(minutes(60));
    // One console is enough.
    await shows(page, { technicianConnected: true, technician: 'Anna Bianchi' });
    await leave(laptop);
    relay.clock.pass(minutes(9));
    await shows(page, { technicianConnected: false, technician: 'Anna Bianchi' });
    relay.clock.pass(minutes(2));
    await shows(page, { technician: null, chat: 'ended', place: 1 });
    expect(events(page)).toEqual(['joined Anna Bianchi', 'ended Anna Bianchi']);
    const log = await relay.store.read.messages(own.id, 0, 100);
    expect(log.at(-1)?.body).toEqual({
      kind: 'event',
      event: { type: 'unassigned', technicianId: anna.id, reason: 'console-silent' },
    });
  });

  it('gives a request back that got no answer in time, to each who takes it anew', async () => {
    const [a, b] = [await relay.console(anna), await relay.console(bruno)];
    const { own, page } = await ask();
    const reasons = async (): Promise<string[]> =>
      (await relay.store.read.messages(own.id, 0, 100)).flatMap(({ body }) =>
        body.kind === 'event' && body.event.type === 'unassigned' ? [body.event.reason] : [],
      );
    await a.command('request.assign', { id: own.id });
    await shows(page, { place: null, technician: null });
    relay.clock.pass(minutes(4));
    await shows(page, { place: 1 });
    await take(a, own.id);
    relay.clock.pass(minutes(60));
    await shows(page, { technician: 'Anna Bianchi', chat: 'joined' });
    await a.command('request.unassign', { id: own.id });
    await b.command('request.assign', { id: own.id });
    await shows(page, { place: null, technician: null, chat: 'ended' });
    relay.clock.pass(minutes(4));
    await shows(page, { place: 1 });
    expect(await reasons()).toEqual(['no-answer', 'by-technician', 'no-answer']);
  });

  it('asks the named fallback to take what went back to the queue, if he can be reached and may serve the company', async () => {
    await relay.stop();
    const other = `${bruno.id}@sportello.example`;
    const again = await openTestRelay({ data: relay.folder, fallback: other, leaseMs: minutes(5) });
    try {
      const colleague = await again.technician('Clara Blu');
      const [b, c] = [await again.console(bruno), await again.console(colleague)];
      const offers = async (id: RequestId) => {
        const request = await again.store.read.request(id);
        return [request?.assigneeId, request?.handover?.fromId, request?.handover?.toId];
      };
      const abandon = async (): Promise<RequestId> => {
        const a = await again.console(anna);
        const { id } = await again.submit(acme.slug);
        await take(a, id);
        await leave(a, again);
        again.clock.pass(minutes(6));
        await until(async () => expect((await offers(id))[0]).toBeNull());
        return id;
      };
      const [taken, accepted, declined] = [await abandon(), await abandon(), await abandon()];
      for (const id of [taken, accepted, declined]) expect(await offers(id)).toEqual([null, anna.id, bruno.id]);
      // It is in the queue all the same: whoever is first has it, and the offer is over.
      expect(await c.command('request.assign', { id: taken })).toMatchObject({ ok: true });
      expect(await offers(taken)).toEqual([colleague.id, undefined, undefined]);
      expect(await b.command('handover.accept', { id: taken })).toEqual({ ok: false, code: 'no-handover' });
      expect(await b.command('handover.accept', { id: accepted })).toMatchObject({ ok: true });
      expect(await offers(accepted)).toEqual([bruno.id, undefined, undefined]);
      expect(await b.command('handover.decline', { id: declined })).toMatchObject({ ok: true });
      expect(await offers(declined)).toEqual([null, undefined, undefined]);
      await b.command('availability.set', { available: false });
      expect(await offers(await abandon())).toEqual([null, undefined, undefined]);
      await b.command('availability.set', { available: true });
      await again.store.write((tx) => tx.setAccess(bruno.id, []));
      expect(await offers(await abandon())).toEqual([null, undefined, undefined]);
    } finally {
      await again.dispose();
    }
  });

  it('does not start with a fallback whom nobody knows', async () => {
    await expect(openTestRelay({ fallback: 'nobody@sportello.example' })).rejects.toThrow(
      'fallback (SPORTELLO_FALLBACK): there is no technician with the address nobody@sportello.example',
    );
  });

  it('gives a request back whose technician may no longer serve its company', async () => {
    const [a, b] = [await relay.console(anna), await relay.console(bruno)];
    const { own, page } = await ask();
    await take(a, own.id);
    await shows(page, { technician: 'Anna Bianchi' });
    await relay.store.write((tx) => tx.setAccess(anna.id, []));
    await shows(page, { technician: null, chat: 'ended', place: 1 });
    const log = await relay.store.read.messages(own.id, 0, 100);
    expect(log.at(-1)?.body).toEqual({
      kind: 'event',
      event: { type: 'unassigned', technicianId: anna.id, reason: 'no-access' },
    });
    expect(await b.command('request.assign', { id: own.id })).toMatchObject({ ok: true });
  });

  it('hands a request over to somebody who can be reached, once he accepts', async () => {
    const [a, b] = [await relay.console(anna), await relay.console(bruno)];
    const { own, page } = await ask();
    const { id } = own;
    await take(a, id);
    const offer = { id, to: { kind: 'technician' as const, id: bruno.id }, note: 'He knows printers' };
    await b.command('availability.set', { available: false });
    expect(await a.command('request.transfer', offer)).toEqual({ ok: false, code: 'technician-not-reachable' });
    expect(JSON.stringify(await relay.store.read.messages(id, 0, 100))).not.toContain('He knows printers');
    await b.command('availability.set', { available: true });

    expect(await a.command('request.transfer', offer)).toMatchObject({ ok: true });
    expect((await relay.store.read.request(id))?.assigneeId).toBe(anna.id);
    expect(await a.command('request.transfer', offer)).toEqual({ ok: false, code: 'handover-pending' });
    expect(await a.command('handover.accept', { id })).toEqual({ ok: false, code: 'no-handover' });
    expect(await b.command('handover.decline', { id })).toMatchObject({ ok: true });
    expect(await a.command('request.transfer', offer)).toMatchObject({ ok: true });
    expect(await a.command('handover.cancel', { id })).toMatchObject({ ok: true });
    expect(await b.command('handover.accept', { id })).toEqual({ ok: false, code: 'no-handover' });
    expect(await a.command('request.transfer', offer)).toMatchObject({ ok: true });
    expect(await b.command('handover.accept', { id })).toMatchObject({ ok: true });

    expect((await relay.store.read.request(id))?.assigneeId).toBe(bruno.id);
    await shows(page, { technician: null });
    await b.command('chat.join', { id });
    await shows(page, { technician: 'Bruno Neri' });
    expect(events(page)).toEqual(['joined Anna Bianchi', 'handed-over Bruno Neri', 'joined Bruno Neri']);
    expect(JSON.stringify(page.updates)).not.toContain('He knows printers');
  });

  it('offers a request only to colleagues who may serve its company', async () => {
    const other = await relay.company('Zenith Spa');
    const stranger = await relay.technician('Stranger', { companies: [other.id] });
    const [a] = [await relay.console(anna), await relay.console(stranger)];
    const { own } = await ask();
    await take(a, own.id);
    const refused = { ok: false, code: 'technician-not-reachable' };
    for (const to of [stranger.id, anna.id, '01900000-0000-7000-8000-000000000000']) {
      const input = { id: own.id, to: { kind: 'technician' as const, id: to as never }, note: '' };
      expect(await a.command('request.transfer', input)).toEqual(refused);
    }
    const candidates = await a.query('transfer.candidates', { id: own.id });
    expect(candidates.ok && candidates.value.map(({ name }) => name)).toEqual(['Bruno Neri']);
  });

  it('tells each who waits the place in the queue and an estimate that shrinks with time', async () => {
    const console = await relay.console(anna);
    for (const waited of [9.5, 9.5, 20]) {
      const { own } = await ask();
      relay.clock.pass(minutes(waited));
      await take(console, own.id);
    }
    const [first, second, third] = [await ask(), await ask(), await ask()];
    await shows(first.page, { place: 1, estimateMinutes: 10 });
    await shows(third.page, { place: 3 });
    relay.clock.pass(minutes(4));
    await shows(third.page, { place: 3, estimateMinutes: 6 });
    await take(console, second.own.id);
    await shows(third.page, { place: 2 });
    await shows(first.page, { place: 1 });
    await shows(second.page, { place: null, estimateMinutes: null });
    await console.command('request.unassign', { id: second.own.id });
    await shows(third.page, { place: 3 });
  });

  it('tells a notice to all who wait at its company, until it ends', async () => {
    const other = await relay.company('Zenith Spa');
    const admin = await relay.console(await relay.technician('Admin', { role: 'admin' }));
    const console = await relay.console(bruno);
    const { page } = await ask();
    const elsewhere = await relay.page(await relay.submit(other.slug));
    const told = await console.command('notice.publish', { companyId: acme.id, text: 'The mail is down' });
    await shows(page, { notices: ['The mail is down'] });
    const everywhere = { companyId: null, text: 'All is down' };
    expect(await console.command('notice.publish', everywhere)).toEqual({ ok: false, code: 'not-allowed' });
    const all = await admin.command('notice.publish', everywhere);
    await shows(elsewhere, { notices: ['All is down'] });
    await shows(page, { notices: ['The mail is down', 'All is down'] });
    if (!told.ok || !all.ok) throw new Error('refused');
    expect(await console.command('notice.end', { id: all.value.id })).toEqual({ ok: false, code: 'not-allowed' });
    await console.command('notice.end', { id: told.value.id });
    await shows(page, { notices: ['All is down'] });
  });

  it('does not make a sound on the page when a note is written or read', async () => {
    const [a, b] = [await relay.console(anna), await relay.console(bruno)];
    const { own, page } = await ask();
    await take(a, own.id);
    await shows(page, { chat: 'joined' });
    const before = page.updates.length;
    const note = await b.command('chat.note', { id: own.id, text: 'He is a difficult one' });
    await a.command('chat.read', { id: own.id, seq: note.ok ? note.value.seq : (0 as never) });
    await a.command('chat.send', { id: own.id, text: 'Hello' });
    await until(() => expect(page.texts()).toContain('Hello'));
    // The read mark reached the customer's own text; the note added nothing to it.
    const marks = page.updates.slice(before).map(({ view, messages }) => [view.technicianRead, messages.length]);
    const [first] = page.lines();
    expect(marks).toEqual([
      [first?.id, 0],
      [first?.id, 1],
    ]);
    expect(JSON.stringify(page.updates)).not.toContain('difficult');
    expect(JSON.stringify(page.updates)).not.toContain('seq');
  });

  it('keeps who was near through a restart', async () => {
    await relay.console(anna);
    await relay.stop();
    const again = await openTestRelay({ data: relay.folder });
    try {
      const own = await again.submit(acme.slug);
      expect((await again.store.read.request(own.id))?.leftMessage).toBe(false);
    } finally {
      await again.dispose();
    }
  });
});
