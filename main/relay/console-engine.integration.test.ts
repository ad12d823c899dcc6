import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestId } from '../../protocol/ids.ts';
import { layCable, type Cable } from './testing/cable.ts';
import { openSignedIn, type Engine } from './testing/console-engine.ts';
import { askForHelp, type Customer } from './testing/customer.ts';
import { startRelayProcess, type RelayProcess } from './testing/relay-process.ts';

const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const twenty = Array.from({ length: 20 }, (_, i) => `message ${i + 1}`);

describe('a console and its relay', { timeout: 40_000 }, () => {
  let relay: RelayProcess;
  let cable: Cable;
  let folder: string;
  let signedIn: Awaited<ReturnType<typeof openSignedIn>>;
  let engine: Engine;
  let customer: Customer;

  beforeEach(async () => {
    relay = await startRelayProcess();
    cable = await layCable(relay.port);
    folder = mkdtempSync(path.join(tmpdir(), 'sportello-console-'));
    signedIn = await openSignedIn(folder, cable.url, relay.sample);
    engine = await signedIn.open();
  });
  afterEach(async () => {
    customer?.leave();
    expect(engine.errors).toEqual([]);
    await engine.close();
    await cable.dispose();
    await relay.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const live = (): Promise<void> => until(() => expect(engine.seen).toMatchObject({ live: true, progress: null }));
  const submit = async (problem = 'The printer is on fire'): Promise<RequestId> => {
    customer = await askForHelp(`http://127.0.0.1:${relay.port}`, relay.sample.slug, problem);
    return customer.id;
  };
  const rowIs = (id: RequestId, part: object): Promise<void> =>
    until(async () => expect((await engine.storage.readRequest(id))?.row).toMatchObject(part));
  const texts = async (id: RequestId): Promise<[string, string][]> =>
    (await engine.storage.readConversation(id, null, 100, true)).lines.flatMap(({ body, author, state }) =>
      body.kind === 'text' && author === 'me' ? [[body.text, state] as [string, string]] : [],
    );
  /** Takes a request and joins its chat. */
  const take = async (): Promise<RequestId> => {
    engine.start();
    await live();
    const id = await submit();
    await rowIs(id, { status: 'new' });
    await engine.ask('request.assign', { id });
    await engine.ask('chat.join', { id });
    await rowIs(id, { status: 'active' });
    return id;
  };

  it('shows at first start what was there before, and then what happens', async () => {
    const before = await submit('Before');
    await customer.say('Hello?');
    customer.leave();
    engine.start();
    await live();
    expect((await engine.storage.readRequest(before))?.row).toMatchObject({
      customerName: 'Carla Verdi',
      status: 'new',
    });
    expect(engine.news).toEqual([]);

    const after = await submit('After');
    await until(() => expect(engine.news).toMatchObject([{ kind: 'request', id: after, subject: 'After' }]));
    expect(await engine.storage.readCounts()).toMatchObject({ all: 2, new: 2 });
  });

  it('delivers 20 messages written offline once each and in order, when the connection is back', async () => {
    const id = await take();
    cable.cut('stay');
    await until(() => expect(engine.seen.live).toBe(false));
    for (const text of twenty) await engine.queue('chat.send', { id, text });
    expect(await texts(id)).toEqual(twenty.map((text) => [text, 'sending']));
    expect(await engine.storage.countUnsent()).toBe(20);

    cable.plug();
    await until(() => expect(customer.heard()).toEqual(twenty));
    await until(async () => expect(await engine.storage.readWaiting(null)).toEqual([]));
    expect((await texts(id)).map(([text]) => text)).toEqual(twenty);
  });

  it('delivers what was in the outbox of a console that ended and was started again', async () => {
    const id = await take();
    cable.cut('stay');
    await until(() => expect(engine.seen.live).toBe(false));
    for (const text of twenty) await engine.queue('chat.send', { id, text });
    await engine.close();

    cable.plug();
    engine = await signedIn.open();
    engine.start();
    await until(() => expect(customer.heard()).toEqual(twenty));
    await until(async () => expect(await engine.storage.readWaiting(null)).toEqual([]));
  });

  it('sends once what the relay took but could not acknowledge before it was killed', async () => {
    const id = await take();
    cable.deafen();
    await engine.queue('chat.send', { id, text: 'Only once' });
    await until(() => expect(customer.heard()).toEqual(['Only once']));
    expect(await texts(id)).toEqual([['Only once', 'sending']]);
    await relay.kill();
    cable.cut();
    await relay.start();

    await until(async () => expect(await engine.storage.readWaiting(null)).toEqual([]));
    await until(async () => expect((await texts(id)).map(([text]) => text)).toEqual(['Only once']));
    await customer.say('Thanks');
    await until(async () =>
      expect((await engine.storage.readConversation(id, null, 1, true)).lines[0]?.body).toEqual({
        kind: 'text',
        text: 'Thanks',
      }),
    );
    expect(customer.heard()).toEqual(['Only once']);
  });

  it('reads all that was missed while the cable was out', async () => {
    const id = await take();
    cable.cut('stay');
    for (const text of twenty) await customer.say(text);
    cable.plug();
    // The request's own text is the customer's first message.
    await rowIs(id, { unread: 21 });
    expect((await engine.storage.readCounts()).unread).toBe(21);
    await engine.queue('chat.read', { id, seq: 99 as never });
    // A mark beyond the last message is refused by the relay and leaves no trace.
    await until(async () => expect(await engine.storage.readWaiting(null)).toEqual([]));
    await rowIs(id, { unread: 21 });
    await engine.queue('chat.read', { id, seq: 22 as never });
    await rowIs(id, { unread: 1 });
  });

  it('closes offline: the request leaves My support requests at once and the relay agrees later', async () => {
    const id = await take();
    cable.cut('stay');
    await until(() => expect(engine.seen.live).toBe(false));
    await engine.queue('request.close', { id });
    expect(await engine.storage.readMine()).toEqual([]);
    expect(await engine.storage.readCounts()).toMatchObject({ active: 0, completed: 1 });
    cable.plug();
    await until(async () => expect((await engine.storage.readRequest(id))?.request.closedAt).toBeGreaterThan(0));
    expect(await engine.storage.readCounts()).toMatchObject({ active: 0, completed: 1 });
  });

  it('keeps a refusal where the technician acted, until it is discarded', async () => {
    const id = await take();
    await engine.ask('chat.end', { id });
    await engine.queue('chat.send', { id, text: 'Too late' });
    await until(async () =>
      expect((await engine.storage.readRequest(id))?.refused).toMatchObject([{ code: 'chat-not-joined' }]),
    );
    expect(await texts(id)).toEqual([['Too late', 'refused']]);
    const [refused] = (await engine.storage.readRequest(id))?.refused ?? [];
    await engine.storage.discardCommand(refused?.commandId as never);
    expect(await texts(id)).toEqual([]);
  });

  it('loses sight of New requests while not Available, and gets them back with what was said meanwhile', async () => {
    engine.start();
    await live();
    const id = await submit();
    await rowIs(id, { status: 'new' });
    await engine.ask('availability.set', { available: false });
    await until(async () => expect(await engine.storage.readRequest(id)).toBeNull());
    await live();
    await customer.say('Anybody?');
    await engine.ask('availability.set', { available: true });
    await rowIs(id, { status: 'new' });
    await until(async () => {
      const { lines } = await engine.storage.readConversation(id, null, 10, true);
      expect(lines.at(-1)?.body).toEqual({ kind: 'text', text: 'Anybody?' });
    });
  });

  it('goes on with a first fill that was broken off, and misses nothing that happened meanwhile', async () => {
    const ids: RequestId[] = [];
    for (let n = 0; n < 30; n += 1) {
      ids.push(await submit(`Request ${n}`));
      for (const text of twenty) await customer.say(text);
      customer.leave();
    }
    engine.start();
    // Broken off as soon as the first rows are there, again and again.
    for (let held = 0; held < 30;) {
      await until(async () => expect((await engine.storage.readCounts()).all).toBeGreaterThan(held));
      held = (await engine.storage.readCounts()).all;
      await engine.close();
      engine = await signedIn.open();
      engine.start();
    }
    ids.push(await submit('Meanwhile'));
    await live();
    await until(async () => expect((await engine.storage.readCounts()).all).toBe(31));
    for (const id of ids.slice(0, 30)) {
      const { lines } = await engine.storage.readConversation(id, null, 100, true);
      expect(lines).toHaveLength(21);
    }
  });

  it('drops what belongs to a company that the technician may no longer serve, and gets it back with the access', async () => {
    const email = 'bruno@sportello.example';
    relay.cli('company', 'add', 'Zenith Spa');
    relay.cli('portal', 'add', 'zenith', '--company', 'Zenith Spa');
    const { password } = JSON.parse(relay.cli('technician', 'add', email, '--name', 'Bruno', '--json')) as {
      password: string;
    };
    await engine.close();
    signedIn = await openSignedIn(folder, cable.url, { email, password });
    engine = await signedIn.open();
    engine.start();
    await live();
    const kept = await submit();
    customer.leave();
    customer = await askForHelp(`http://127.0.0.1:${relay.port}`, 'zenith', 'Confidential');
    await rowIs(customer.id, { companyName: 'Zenith Spa' });

    relay.cli('technician', 'access', email, 'Acme Srl');
    await until(async () => expect(await engine.storage.readRequest(customer.id)).toBeNull());
    await live();
    expect(await engine.storage.readRequest(kept)).not.toBeNull();
    await customer.say('Not for Bruno');
    relay.cli('technician', 'access', email, 'all');
    await rowIs(customer.id, { companyName: 'Zenith Spa' });
    await until(async () => {
      const { lines } = await engine.storage.readConversation(customer.id, null, 10, true);
      expect(lines.at(-1)?.body).toEqual({ kind: 'text', text: 'Not for Bruno' });
    });
  });

  it('holds what the relay holds after that was set back to a backup, and goes on from there', async () => {
    engine.start();
    await live();
    const kept = await submit('Before the backup');
    const backup = path.join(folder, 'backup.db');
    relay.cli('backup', backup);
    await customer.say('After the backup');
    customer.leave();
    const lost = await submit('Lost with the relay’s disk');
    await rowIs(lost, { status: 'new' });
    customer.leave();

    await relay.kill();
    relay.cli('restore', backup);
    await relay.start();
    await until(async () => expect(await engine.storage.readRequest(lost)).toBeNull());
    await live();
    const lines = async (id: RequestId): Promise<string[]> =>
      (await engine.storage.readConversation(id, null, 100, true)).lines.flatMap(({ body }) =>
        body.kind === 'text' ? [body.text] : [],
      );
    expect(await lines(kept)).toEqual(['Before the backup']);
    const next = await submit('From now on');
    expect(next).toBeGreaterThan(lost);
    await rowIs(next, { status: 'new' });
    await engine.ask('request.assign', { id: next });
    await rowIs(next, { status: 'active' });
  });

  it('comes back at once when the machine wakes up, without waiting for the next try', async () => {
    engine.start();
    await live();
    const before = engine.seen.welcomes;
    engine.connection().reconnectNow();
    await until(() => expect(engine.seen.welcomes).toBe(before + 1));
    await live();
    const id = await submit('After waking');
    await rowIs(id, { subject: 'After waking' });
  });
});
