import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompanyId, Position, RequestId, Seq } from '../protocol/ids.ts';
import type { Presence } from '../protocol/live.ts';
import { openSqliteStore } from './store/sqlite.ts';
import { handshakeRefusal, type ConsoleClient } from './testing/console-client.ts';
import { submission } from './testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { until } from './testing/until.ts';

/** Everything that the relay said to a console by itself or in answer to what it read, as one text to search in. */
const heard = (console: ConsoleClient): string => JSON.stringify([console.said, console.replica.dump()]);

describe('what a technician may see', { timeout: 30_000 }, () => {
  let relay: TestRelay;
  let acme: { id: CompanyId; slug: string };
  let zenith: { id: CompanyId; slug: string };
  let anna: TestTechnician;
  let bruno: TestTechnician;

  beforeEach(async () => {
    relay = await openTestRelay();
    acme = await relay.company('Acme Srl');
    zenith = await relay.company('Zenith Spa');
    anna = await relay.technician('Anna');
    bruno = await relay.technician('Bruno');
  });
  afterEach(() => relay.dispose());

  const live = async (technician: { token: string }): Promise<ConsoleClient> => {
    const console = await relay.console(technician);
    await console.follow();
    return console;
  };
  const has = (console: ConsoleClient, id: RequestId): Promise<void> =>
    until(() => expect(console.replica.request(id)).not.toBeNull());
  const lacks = (console: ConsoleClient, id: RequestId): Promise<void> =>
    until(() => expect(console.replica.request(id)).toBeNull());
  const setAccess = (technician: TestTechnician, companies: CompanyId[] | null): Promise<void> =>
    relay.store.write((tx) => tx.setAccess(technician.id, companies));

  describe('availability', () => {
    it('is one value for all consoles of a technician, and takes New requests out of sight and back at once', async () => {
      const [desk, laptop] = [await live(anna), await live(await relay.signIn(anna.id))];
      const { id } = await relay.submit(acme.slug);
      await has(desk, id);
      await has(laptop, id);
      expect(await laptop.command('availability.set', { available: false })).toEqual({ ok: true, value: {} });
      await lacks(desk, id);
      await lacks(laptop, id);
      const later = await relay.submit(acme.slug, { problem: 'Nobody may know' });
      await desk.command('availability.set', { available: true });
      await has(laptop, later.id);
      await has(desk, id);
      await has(desk, later.id);
    });

    it('keeps what comes in meanwhile from a console that is connected, and from one that returns', async () => {
      const [console, returning] = [await live(anna), await live(await relay.signIn(anna.id))];
      returning.cut();
      await console.command('availability.set', { available: false });
      const { id } = await relay.submit(acme.slug, { problem: 'Nobody may know' });
      await returning.resume();
      // Something that both may see comes after it.
      const colleague = await live(bruno);
      const open = await relay.submit(acme.slug);
      await colleague.command('request.assign', { id: open.id });
      await has(console, open.id);
      await has(returning, open.id);
      expect(heard(console)).not.toContain('Nobody may know');
      expect(heard(returning)).not.toContain('Nobody may know');
      expect(await returning.command('request.assign', { id })).toEqual({ ok: false, code: 'not-found' });
    });

    it('shows what a colleague takes with all that was said before, and hides it when it goes back', async () => {
      const console = await live(await relay.technician('Clara', { available: false }));
      const own = await relay.submit(acme.slug, { problem: 'First words' });
      const page = await relay.page(own);
      await Promise.all(Array.from({ length: 700 }, (_, n) => page.command('chat.send', { text: `Line ${n}` })));
      const colleague = await live(bruno);
      await colleague.command('request.assign', { id: own.id });
      await has(console, own.id);
      await until(() => expect(heard(console)).toContain('Line 699'));
      expect(heard(console)).toContain('First words');
      await colleague.command('request.unassign', { id: own.id });
      await lacks(console, own.id);
    });

    it('takes a withdrawn request away from a console that catches up, also when it was touched again since', async () => {
      const console = await live(await relay.technician('Clara', { available: false }));
      const colleague = await live(bruno);
      const own = await relay.submit(acme.slug);
      await colleague.command('request.assign', { id: own.id });
      await colleague.command('chat.join', { id: own.id });
      await has(console, own.id);
      console.cut();
      await colleague.command('request.unassign', { id: own.id });
      // More than a page lies between the withdrawal and the last change of the row.
      const other = await relay.submit(acme.slug);
      const notes = Array.from({ length: 600 }, () => colleague.command('chat.note', { id: other.id, text: 'x' }));
      await Promise.all(notes);
      await (await relay.page(own)).command('request.rate', { stars: 5, comment: '' });
      await console.resume();
      await console.settled();
      expect(console.replica.request(own.id)).toBeNull();
    });
  });

  describe('access to companies', () => {
    it('goes and comes at once on consoles that are connected', async () => {
      const console = await live(bruno);
      const mine = await relay.submit(acme.slug);
      const { id } = await relay.submit(zenith.slug);
      await has(console, id);
      await setAccess(bruno, [acme.id]);
      await lacks(console, id);
      expect(console.replica.request(mine.id)).not.toBeNull();
      const hidden = await relay.submit(zenith.slug, { problem: 'Confidential' });
      await has(console, (await relay.submit(acme.slug)).id);
      expect(heard(console)).not.toContain('Confidential');
      await setAccess(bruno, null);
      await has(console, hidden.id);
      await has(console, id);
    });

    it('goes and comes on consoles that return', async () => {
      const console = await live(bruno);
      const { id } = await relay.submit(zenith.slug);
      await has(console, id);
      console.cut();
      await setAccess(bruno, [acme.id]);
      const hidden = await relay.submit(zenith.slug, { problem: 'Confidential' });
      await console.resume();
      expect(console.replica.request(id)).toBeNull();
      expect(heard(console)).not.toContain('Confidential');
      console.cut();
      await setAccess(bruno, null);
      await console.resume();
      expect(console.replica.request(hidden.id)).not.toBeNull();
    });

    it('counts for a page that is asked for before the console has heard of the change', async () => {
      const console = await live(bruno);
      await relay.submit(zenith.slug, { problem: 'Confidential' });
      await until(() => expect(heard(console)).toContain('Confidential'));
      const { id } = await relay.submit(zenith.slug, { problem: 'More of it' });
      // By another process, of which nobody has told this one yet.
      const elsewhere = openSqliteStore(relay.folder);
      const [, page, snapshot, assigned] = await Promise.all([
        elsewhere.write((tx) => tx.setAccess(bruno.id, [acme.id])),
        console.query('stream.read', { after: 0 as Position }),
        console.query('snapshot.read', { stage: 'open', companies: [zenith.id], unassignedOnly: false, after: null }),
        console.command('request.assign', { id }),
      ]);
      elsewhere.close();
      expect(JSON.stringify([page, snapshot])).not.toContain('Confidential');
      expect(assigned).toEqual({ ok: false, code: 'not-found' });
    });

    it('lets nobody go on within a conversation that is not his to see', async () => {
      await setAccess(bruno, [acme.id]);
      const console = await live(bruno);
      const { id } = await relay.submit(zenith.slug, { problem: 'Confidential' });
      const open = { stage: 'open' as const, companies: [acme.id, zenith.id], unassignedOnly: false };
      const colleague = await live(anna);
      await colleague.command('chat.note', { id, text: 'Confidential' });
      expect(await colleague.query('snapshot.read', { ...open, after: `${id}.1` })).toMatchObject({
        value: { entries: [{ row: { requestId: id } }] },
      });
      expect(await console.query('snapshot.read', { ...open, after: `${id}.1` })).toEqual({
        ok: true,
        value: { entries: [], next: null },
      });
      for (const after of ['', '0.1', 'x', '1', '1.', '-1.2', '1.2.3', '9'.repeat(40), '1e9.1']) {
        expect(await console.query('snapshot.read', { ...open, after })).toEqual({ ok: false, code: 'bad-input' });
      }
    });
  });

  describe('who is at a request', () => {
    it('is told to those who may see it and to nobody else, also to one who has just come', async () => {
      await setAccess(bruno, [acme.id]);
      const [a, b] = [await live(anna), await live(bruno)];
      const own = await relay.submit(zenith.slug);
      await has(a, own.id);
      a.socket.emit('viewing', { id: own.id });
      const page = await relay.page(own);
      page.socket.emit('typing', { typing: true });
      b.socket.emit('typing', { id: own.id, typing: true });
      const presence = {
        id: own.id,
        technicians: [{ id: anna.id, typing: false }],
        customer: { connected: true, typing: true },
      };
      const presences = (console: ConsoleClient): Presence[] =>
        console.said.flatMap(({ event, payload }) => (event === 'presence' ? [payload as Presence] : []));
      await until(() => expect(presences(a).at(-1)).toEqual(presence));
      const late = await live(await relay.technician('Clara'));
      await until(() => expect(presences(late)).toEqual([presence]));
      // What Bruno may know of comes after what he may not.
      b.socket.emit('viewing', { id: (await relay.submit(acme.slug)).id });
      await until(() => expect(presences(b)).not.toEqual([]));
      expect(presences(b).map(({ id }) => id)).not.toContain(own.id);
    });

    it('keeps what a technician types from the customer as long as he is not in the chat', async () => {
      const console = await live(anna);
      const own = await relay.submit(acme.slug);
      const page = await relay.page(own);
      await console.command('request.assign', { id: own.id });
      console.socket.emit('typing', { id: own.id, typing: true });
      const colleague = await live(bruno);
      await until(() => expect(heard(colleague)).toContain('"typing":true'));
      await console.command('chat.join', { id: own.id });
      await until(() => expect(page.view()).toMatchObject({ chat: 'joined', technicianTyping: true }));
      expect(page.updates.filter(({ view }) => view.chat !== 'joined' && view.technicianTyping)).toEqual([]);
    });
  });

  describe('a sign-in that is revoked', () => {
    it('is cut off at once, and what it sends meanwhile is refused', async () => {
      const [mine, other] = [await live(anna), await live(await relay.signIn(anna.id, 'lost laptop'))];
      const sessions = await mine.query('session.list', {});
      const lost = sessions.ok ? sessions.value.find(({ device }) => device === 'lost laptop') : undefined;
      const { id } = await relay.submit(acme.slug);
      const gone = new Promise((resolve) => other.socket.once('disconnect', resolve));
      const revoked = mine.command('session.revoke', { id: lost!.id });
      const late = other.command('chat.note', { id, text: 'Too late' }).catch(() => 'no answer');
      expect(await revoked).toEqual({ ok: true, value: {} });
      await gone;
      expect([{ ok: false, code: 'not-signed-in' }, 'no answer']).toContainEqual(await late);
      expect(JSON.stringify(await relay.store.read.messages(id, 0, 10))).not.toContain('Too late');
      expect(other.said.at(-1)).toEqual({ event: 'signed-out', payload: {} });
      expect(mine.socket.connected).toBe(true);
    });

    it('does not get in again, nor does one that was not used for too long', async () => {
      const { token, sessionId } = await relay.signIn(anna.id);
      await relay.store.write((tx) => tx.deleteSession(sessionId));
      expect(await handshakeRefusal(relay.url, token)).toBe('not-signed-in');
      expect(await handshakeRefusal(relay.url, 'made up')).toBe('not-signed-in');
      const console = await live(anna);
      relay.clock.pass(29 * 86_400_000);
      // A console that is connected keeps its sign-in in use.
      await until(async () => {
        const [session] = await relay.store.read.sessions(anna.id);
        expect(session?.lastSeenAt).toBeGreaterThan(relay.clock.now() - 60_000);
      });
      relay.clock.pass(29 * 86_400_000);
      console.close();
      expect(await handshakeRefusal(relay.url, anna.token)).toBeNull();
      expect(await handshakeRefusal(relay.url, bruno.token)).toBe('not-signed-in');
    });
  });

  describe('a page of the stream', () => {
    it('leaves nothing out when one kind of change fills it exactly', async () => {
      const console = await live(anna);
      const form = await relay.page(null);
      const submitted = await Promise.all(
        Array.from({ length: 520 }, () => form.command('request.submit', submission(acme.slug))),
      );
      const ids = submitted.flatMap((answer) => (answer.ok ? [answer.value.id] : []));
      const away = await live(bruno);
      away.cut();
      const read = await Promise.all(ids.map((id) => console.command('chat.read', { id, seq: 1 as Seq })));
      expect(read.every(({ ok }) => ok)).toBe(true);
      await away.resume();
      const cursors = Object.keys(away.replica.dump()).filter((key) => key.startsWith('cursor'));
      expect(cursors).toHaveLength(520);
    });
  });
});
