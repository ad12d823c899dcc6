import { createECDH, randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  consoleCommands,
  consoleQueries,
  portalCommands,
  type ConsoleCommand,
  portalQueries,
  type ConsoleQuery,
  type PortalQuery,
  type QueryOutput,
  type PortalCommand,
} from '../protocol/commands.ts';
import type { Result } from '../protocol/errors.ts';
import type { CompanyId, NoticeId, Position, RequestId, SessionId } from '../protocol/ids.ts';
import { consoleEvents } from '../protocol/live.ts';
import type { ProfileId } from '../protocol/profiles.ts';
import { addProfile, profileLinks } from './profiles/testing/add-profile.ts';
import { createSender } from './files/testing/sender.ts';
import { handshakeRefusal, type ConsoleClient } from './testing/console-client.ts';
import { pageRefusal, type OwnRequest, type PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestDevice, type TestRelay, type TestTechnician } from './testing/relay.ts';
import { until } from './testing/until.ts';

/** What answers every address that is none: the same refusal for all. */
const catchAll = '*';

// Who gets through to what, written down from the specification (1, 2, 3, 7) and from nothing else. A command, query,
// event or route without a row here fails the test.

/** Sharing: in the chat, and the customer was asked to share the screen. */
const states = ['new', 'active', 'in chat', 'sharing', 'chat ended', 'offered', 'completed'] as const;
type State = (typeof states)[number];
const open: readonly State[] = ['new', 'active', 'in chat', 'sharing', 'chat ended', 'offered'];
const held: readonly State[] = ['active', 'in chat', 'sharing', 'chat ended', 'offered'];

/** Technicians. The holder has taken the request; it is offered to the receiver. */
const roles = [
  'holder',
  'receiver',
  'colleague',
  'admin',
  'unavailable',
  'stranger',
  'strange admin',
  'revoked',
] as const;
type Role = (typeof roles)[number];

/** Company access; for a request that nobody has, being Available too (spec 1). */
const sees: Readonly<Record<Role, readonly State[]>> = {
  holder: states,
  receiver: states,
  colleague: states,
  admin: states,
  unavailable: [...held, 'completed'],
  stranger: [],
  'strange admin': [],
  revoked: [],
};

/** In which states a technician who sees the request may do it: the holder, the receiver of an offer, and anybody. */
type OnRequest = Partial<Record<'anybody' | 'holder' | 'receiver', readonly State[]>>;
const onRequest: Partial<Record<ConsoleCommand, OnRequest>> = {
  'request.assign': { anybody: ['new'] },
  'request.unassign': { holder: held },
  'request.transfer': { holder: ['active', 'in chat', 'sharing', 'chat ended'] },
  'request.close': { holder: held },
  'request.reopen': { anybody: ['completed'] },
  'handover.accept': { receiver: ['offered'] },
  'handover.decline': { receiver: ['offered'] },
  'handover.cancel': { holder: ['offered'] },
  'chat.join': { holder: ['active', 'chat ended', 'offered'] },
  'chat.end': { holder: ['in chat', 'sharing'] },
  'chat.send': { holder: ['in chat', 'sharing'] },
  'chat.note': { anybody: states },
  'chat.read': { anybody: states },
  'screenShare.request': { holder: ['in chat'] },
  // to a customer with a telephone
  'profile.deliver': { holder: held },
};
/** What only the holder may do with a session that waits for the customer. */
const onShare: readonly ConsoleCommand[] = [
  'screenShare.resend',
  'screenShare.cancel',
  'screenShare.end',
  'screenShare.report',
];
/** Commands about something else than a request, each with a test of its own below. */
const otherCommands: readonly ConsoleCommand[] = [
  'availability.set',
  'notice.publish',
  'notice.end',
  'saved-reply.save',
  'saved-reply.delete',
  'session.revoke',
  'reach.set',
  'reach.tell',
];
const queriesOnRequest = ['transfer.candidates', 'profile.list'] as const satisfies readonly ConsoleQuery[];
const queriesOnShare: readonly ConsoleQuery[] = ['screenShare.servers'];
const otherQueries: readonly ConsoleQuery[] = [
  'stream.read',
  'snapshot.read',
  'session.list',
  'reach.read',
  'reach.test',
];
/** In which states the request's own customer may do it. */
const ofCustomer: Readonly<Record<PortalCommand, readonly State[]>> = {
  'request.submit': states,
  'chat.send': open,
  'chat.read': states,
  'request.rate': ['chat ended', 'completed'],
  'push.subscribe': open,
  'push.unsubscribe': states,
  'screenShare.accept': ['sharing'],
  'screenShare.decline': ['sharing'],
  // of a session that the customer has agreed to
  'screenShare.end': [],
  'screenShare.report': ['sharing'],
};
const queriesOfCustomer: Readonly<Record<PortalQuery, readonly State[]>> = { 'screenShare.servers': ['sharing'] };
/** What may reach a console by itself; each is searched for what the console may not see. */
const events = ['entries', 'welcome', 'presence', 'scope', 'come-back', 'signed-out', 'screen-share-signal'];
/** Only with a sign-in or a request's secret; each tried below. */
const fileRoutes = ['/api/uploads', '/api/uploads/:id', '/api/files/:id', '/api/files/:id/ticket'];
/** Only by a link that one customer was given; tried below. */
const profileRoutes = ['/profile/:id/:token', '/profile/:id/:token/file'];
/** Anybody may ask these; none says anything of a request. */
const routes = ['/healthz', '/readyz', '/metrics', '/api/sign-in', '/api/portals/:slug', '/r/:number'];
const builtRoutes = ['/assets/*', '/p/:slug', '/embed.js', '/push.js'];

/** Nobody listens there. */
const pushTarget = {
  endpoint: 'https://localhost:1/device',
  p256dh: createECDH('prime256v1').generateKeys('base64url'),
  auth: randomBytes(16).toString('base64url'),
};

const notFound = { ok: false, code: 'not-found' };
const missingRequest = 999_999 as RequestId;
const missingId = '01900000-0000-7000-8000-000000000000';

type Made = OwnRequest & { state: State; marker: string; note: string; share: string };

describe('access', { timeout: 120_000 }, () => {
  let relay: TestRelay;
  let acme: { id: CompanyId; slug: string };
  let zenith: { id: CompanyId; slug: string };
  const people = {} as Record<Role, TestTechnician>;
  const consoles = {} as Record<Role, ConsoleClient>;
  let count = 0;
  const profileId = newId() as ProfileId;

  beforeAll(async () => {
    relay = await openTestRelay({ pushHosts: ['localhost:1'] });
    acme = await relay.company('Acme Srl');
    zenith = await relay.company('Zenith Spa');
    const [serves, strange] = [{ companies: [acme.id] }, { companies: [zenith.id] }];
    people.holder = await relay.technician('Holder', serves);
    people.receiver = await relay.technician('Receiver', serves);
    people.colleague = await relay.technician('Colleague', serves);
    people.admin = await relay.technician('Admin', { ...serves, role: 'admin' });
    people.unavailable = await relay.technician('Unavailable', { ...serves, available: false });
    people.stranger = await relay.technician('Stranger', strange);
    people['strange admin'] = await relay.technician('Strange admin', { ...strange, role: 'admin' });
    people.revoked = await relay.technician('Revoked', serves);
    for (const role of roles) {
      consoles[role] = await relay.console(people[role]);
      await consoles[role].follow();
    }
    await relay.store.write((tx) => tx.deleteSession(people.revoked.sessionId));
    await addProfile(relay, 'wifi', { id: profileId, companies: [acme.id] });
  });
  afterAll(() => relay.dispose());

  /** A request of Acme's, with a text of the customer's and a note that can be told from all others. */
  async function make(state: State, device: TestDevice = 'windows'): Promise<Made> {
    count += 1;
    const [marker, note] = [`words-${count}-of-a-customer`, `note-${count}-of-the-team`];
    const email = `p${count}@secret.example`;
    const own = await relay.submit(acme.slug, { problem: marker, name: `Person ${marker}`, email }, device);
    const give = async (role: Role, name: ConsoleCommand, part: object = {}): Promise<void> => {
      expect(await consoles[role].command(name, { id: own.id, ...part } as never), name).toMatchObject({ ok: true });
    };
    await give('colleague', 'chat.note', { text: note });
    if (state !== 'new') await give('holder', 'request.assign');
    if (['in chat', 'sharing', 'chat ended'].includes(state)) await give('holder', 'chat.join');
    if (state === 'chat ended') await give('holder', 'chat.end');
    if (state === 'completed') await give('holder', 'request.close');
    if (state === 'offered') await give('holder', 'request.transfer', transfer(people.receiver));
    let share = missingId;
    if (state === 'sharing') {
      const asked = await consoles.holder.command('screenShare.request', { id: own.id, client: 'built-in' });
      if (asked.ok) share = asked.value.shareId;
    }
    return { ...own, state, marker, note, share };
  }
  const transfer = ({ id }: TestTechnician): object => ({ to: { kind: 'technician', id }, note: '' });
  const inputs: Partial<Record<string, object>> = {
    'chat.send': { text: 'Words' },
    'chat.note': { text: 'Words' },
    'chat.read': { seq: 1 },
    'screenShare.request': { client: 'built-in' },
    'screenShare.report': { report: { kind: 'launch', outcome: 'started' } },
    'profile.deliver': { profileId },
  };
  const input = (name: string, id: RequestId, role: Role): object => ({
    id,
    ...(name === 'request.transfer' ? transfer(role === 'colleague' ? people.holder : people.colleague) : inputs[name]),
  });

  it('has a row for everything that crosses the wire', () => {
    expect([...Object.keys(onRequest), ...onShare, ...otherCommands].sort()).toEqual(
      Object.keys(consoleCommands).sort(),
    );
    expect([...queriesOnRequest, ...queriesOnShare, ...otherQueries].sort()).toEqual(
      Object.keys(consoleQueries).sort(),
    );
    expect(Object.keys(ofCustomer).sort()).toEqual(Object.keys(portalCommands).sort());
    expect(Object.keys(queriesOfCustomer)).toEqual(Object.keys(portalQueries));
    expect(events.filter((event) => event !== 'entries' && event !== 'welcome').sort()).toEqual(
      Object.keys(consoleEvents).sort(),
    );
  });

  const cases = roles
    .flatMap((role) => states.map((state) => [role, state] as const))
    .filter(([role]) => role !== 'revoked');

  it.each(cases)('lets through what the specification gives: %s, %s', async (role, state) => {
    const console = consoles[role];
    await Promise.all(
      Object.entries(onRequest).map(async ([name, row]) => {
        const made = await make(state, name === 'profile.deliver' ? 'iphone' : 'windows');
        const answer = await console.command(name as ConsoleCommand, input(name, made.id, role) as never);
        const absent = await console.command(name as ConsoleCommand, input(name, missingRequest, role) as never);
        expect(absent).toEqual(notFound);
        const allowed = [...(row.anybody ?? []), ...(row[role as 'holder'] ?? [])].includes(state);
        if (!sees[role].includes(state)) expect(JSON.stringify(answer), name).toBe(JSON.stringify(absent));
        else if (allowed) expect(answer, name).toMatchObject({ ok: true });
        else {
          expect(answer, name).toMatchObject({ ok: false });
          expect(['not-found', 'internal', 'bad-input'], name).not.toContain(answer.ok ? '' : answer.code);
        }
      }),
    );
    for (const name of queriesOnRequest) {
      const made = await make(state);
      const answer = await console.query(name, { id: made.id });
      const absent = await console.query(name, { id: missingRequest });
      if (sees[role].includes(state)) expect(answer).toMatchObject({ ok: true });
      else expect(JSON.stringify(answer)).toBe(JSON.stringify(absent));
    }
  });

  it.each(roles.filter((role) => role !== 'revoked'))(
    'leaves a screen-share session to who asked for it: %s',
    async (role) => {
      const console = consoles[role];
      const give = (name: ConsoleCommand, id: string) => console.command(name, { id, ...inputs[name] } as never);
      const servers = (id: string) => console.query('screenShare.servers', { id: id as never });
      for (const name of onShare) {
        const { share } = await make('sharing');
        const absent = await give(name, missingId);
        expect(absent, name).toEqual(notFound);
        const [told, answer] = [await servers(share), await give(name, share)];
        if (role === 'holder') expect([told, answer], name).toMatchObject([{ ok: true }, { ok: true }]);
        else if (sees[role].length === 0)
          expect(JSON.stringify([told, answer]), name).toBe(JSON.stringify([absent, absent]));
        else
          expect([told, answer], name).toMatchObject([
            { code: 'not-assigned-to-you' },
            { code: 'not-assigned-to-you' },
          ]);
      }
    },
  );

  it('passes on what the two sides of a screen view say between those two alone', async () => {
    const [made, other] = [await make('sharing'), await make('in chat')];
    const [page, neighbour] = [await relay.page(made), await relay.page(other)];
    const heard: string[] = [];
    const peer = (who: string): string => `peer-${who.replace(' ', '-')}`;
    for (const [who, { socket }] of [
      ...Object.entries(consoles),
      ['own-customer', page],
      ['neighbour', neighbour],
    ] as const) {
      socket.on('screen-share-signal', ({ from }: { from: string }) => heard.push(`${from} -> ${peer(who)}`));
    }
    await until(() => expect(page.view()?.screenShare).not.toBeNull());
    await page.command('screenShare.accept', { id: made.share as never, code: null });
    const say = (socket: { emit: (event: string, payload: unknown) => unknown }, who: string): void =>
      void socket.emit('screen-share-signal', { id: made.share, from: peer(who), to: null, body: { kind: 'ready' } });
    for (const role of roles) if (role !== 'holder') say(consoles[role].socket, role);
    say(neighbour.socket, 'neighbour');
    // These two come last, so that what should not have passed would have come before.
    await consoles.stranger.query('session.list', {});
    await neighbour.command('chat.send', { text: 'Words' });
    say(page.socket, 'own-customer');
    await until(() => expect(heard).toEqual(['peer-own-customer -> peer-holder']));
    say(consoles.holder.socket, 'holder');
    await until(() => expect(heard).toEqual(['peer-own-customer -> peer-holder', 'peer-holder -> peer-own-customer']));
    for (const one of [page, neighbour]) one.close();
  });

  it('lets everybody use a saved reply, and its author or an admin change it', async () => {
    const { colleague, stranger } = consoles;
    const words = (id: string) => ({ id: id as never, title: 'Hello', text: 'Good morning' });
    for (const role of roles) {
      if (role === 'revoked') continue;
      const id = newId();
      expect(await colleague.command('saved-reply.save', words(id))).toMatchObject({ ok: true });
      const mayChange = ['colleague', 'admin', 'strange admin'].includes(role);
      const refused = { ok: false, code: 'not-allowed' };
      const expected = mayChange ? { ok: true } : refused;
      expect(await consoles[role].command('saved-reply.save', words(id)), role).toMatchObject(expected);
      expect(await consoles[role].command('saved-reply.delete', { id: id as never }), role).toMatchObject(expected);
    }
    expect(await stranger.command('saved-reply.delete', { id: missingId as never })).toEqual({
      ok: false,
      code: 'not-found',
    });
  });

  it('keeps notices to those who may publish them, sessions to their owner, and availability to oneself', async () => {
    const { colleague, admin, stranger, unavailable } = consoles;
    const publish = (console: ConsoleClient, companyId: CompanyId | null) =>
      console.command('notice.publish', { companyId, text: 'Outage' });
    for (const console of [colleague, unavailable, admin])
      expect(await publish(console, acme.id)).toMatchObject({ ok: true });
    for (const console of [stranger, consoles['strange admin']]) {
      expect(JSON.stringify(await publish(console, acme.id))).toBe(
        JSON.stringify(await publish(console, missingId as CompanyId)),
      );
    }
    for (const console of [colleague, stranger])
      expect(await publish(console, null)).toEqual({ ok: false, code: 'not-allowed' });
    for (const console of [admin, consoles['strange admin']])
      expect(await publish(console, null)).toMatchObject({ ok: true });

    const notice = await publish(colleague, acme.id);
    const end = (id: string) => stranger.command('notice.end', { id: id as NoticeId });
    expect(JSON.stringify(await end(notice.ok ? notice.value.id : ''))).toBe(JSON.stringify(await end(missingId)));
    expect(
      await unavailable.command('notice.end', { id: notice.ok ? notice.value.id : (missingId as NoticeId) }),
    ).toMatchObject({ ok: true });

    for (const console of [colleague, admin, stranger]) {
      const revoke = (id: string) => console.command('session.revoke', { id: id as SessionId });
      expect(JSON.stringify(await revoke(people.holder.sessionId))).toBe(JSON.stringify(await revoke(missingId)));
      const sessions = await console.query('session.list', {});
      expect(sessions.ok && sessions.value.map(({ current }) => current)).toEqual([true]);
    }
    await stranger.command('availability.set', { available: false });
    expect((await relay.store.read.account(people.holder.id))?.available).toBe(true);
    await stranger.command('availability.set', { available: true });
  });

  it('keeps how one is reached to oneself', async () => {
    const choice = { method: 'email', on: true, afterMinutes: 1, shape: 'generic' } as const;
    const secrets = new Set<string>();
    for (const role of roles) {
      if (role === 'revoked') continue;
      const console = consoles[role];
      const address = `${role.replace(' ', '-')}@reach.example`;
      expect(await console.command('reach.set', { ...choice, address }), role).toEqual({ ok: true, value: {} });
    }
    for (const role of roles) {
      if (role === 'revoked') continue;
      const own = await consoles[role].query('reach.read', {});
      const addresses = JSON.stringify(own).match(/[\w-]+@reach\.example/g);
      expect(addresses, role).toEqual([`${role.replace(' ', '-')}@reach.example`]);
      if (own.ok) secrets.add(own.value.webhookSecret);
      expect(await consoles[role].query('reach.test', { method: 'text' }), role).toEqual({
        ok: true,
        value: { outcome: 'failed', reason: 'not-offered', said: '' },
      });
      expect(await consoles[role].command('reach.set', { ...choice, on: false, address: '' })).toMatchObject({
        ok: true,
      });
    }
    expect(secrets.size).toBe(roles.length - 1);
  });

  it('tells and answers each technician only of requests that he may see', async () => {
    const made: Made[] = [];
    for (const state of states) made.push(await make(state));
    const pages = await Promise.all(made.map((one) => relay.page(one)));
    for (const [n, page] of pages.entries()) {
      if (made[n]!.state !== 'completed') await page.command('chat.send', { text: `${made[n]!.marker} again` });
      page.socket.emit('typing', { typing: true });
    }
    for (const { id } of made) for (const role of roles) consoles[role].socket.emit('viewing', { id });
    // Everybody hears of this, and so of everything before it.
    const told = await consoles.admin.command('notice.publish', { companyId: null, text: 'All is said' });
    const everybody = roles.filter((role) => role !== 'revoked');
    for (const role of everybody) {
      const key = `notice ${told.ok ? told.value.id : ''}`;
      await until(() => expect(consoles[role].replica.dump()).toHaveProperty([key]));
    }
    for (const role of roles) {
      const console = consoles[role];
      const heard: unknown[] = [console.said];
      if (role !== 'revoked') {
        for (let after = 0 as Position, more = true; more;) {
          const page = await console.query('stream.read', { after });
          heard.push(page);
          more = page.ok && page.value.more;
          after = page.ok ? page.value.to : after;
        }
        for (const stage of ['directory', 'open', 'closed'] as const) {
          for (let after: string | null = null; ;) {
            const companies = [acme.id, zenith.id];
            const page: Result<QueryOutput<'snapshot.read'>> = await console.query('snapshot.read', {
              ...{ stage, companies, unassignedOnly: false },
              after,
            });
            heard.push(page);
            after = page.ok ? page.value.next : null;
            if (after === null) break;
          }
        }
      }
      const text = JSON.stringify(heard);
      const present = console.said.flatMap(({ event, payload }) =>
        event === 'presence' ? [(payload as { id: number }).id] : [],
      );
      for (const { id, state, marker, note } of made) {
        const isSeen = sees[role].includes(state);
        expect([text.includes(marker), text.includes(note)], `${role}, ${state}`).toEqual([isSeen, isSeen]);
        if (!isSeen) expect(present, `${role}, ${state}`).not.toContain(id);
      }
      expect(console.said.map(({ event }) => event).filter((event) => !events.includes(event))).toEqual([]);
      if (sees[role].length === 0) expect(text).not.toContain('secret.example');
    }
    for (const page of pages) page.close();
  });

  it('lets nobody in whose sign-in is unknown or revoked', async () => {
    expect(await handshakeRefusal(relay.url, '')).toBe('not-signed-in');
    expect(await handshakeRefusal(relay.url, 'x'.repeat(43))).toBe('not-signed-in');
    expect(await handshakeRefusal(relay.url, people.revoked.token)).toBe('not-signed-in');
    expect(consoles.revoked.socket.connected).toBe(false);
  });

  it.each(states)('gives a customer the own request and nothing else: %s', async (state) => {
    const [made, other] = [await make(state), await make('sharing')];
    await consoles.holder.command('chat.send', { id: other.id, text: 'To the other one' });
    const [page, neighbour] = [await relay.page(made), await relay.page(other)];
    await until(() => expect(page.texts()).toContain(made.marker));
    await until(() => expect(neighbour.texts()).toContain('To the other one'));
    const theirs = neighbour.lines().at(-1)!.id;
    const [, note] = await relay.store.read.messages(made.id, 0, 2);

    const commands: Record<PortalCommand, object> = {
      'request.submit': {},
      'chat.send': { text: 'Words' },
      'chat.read': { delivered: page.lines().at(-1)!.id, read: null },
      'request.rate': { stars: 3, comment: 'Not for others' },
      'push.subscribe': pushTarget,
      'push.unsubscribe': { endpoint: pushTarget.endpoint },
      'screenShare.accept': { code: null },
      'screenShare.decline': {},
      'screenShare.end': {},
      'screenShare.report': { report: { kind: 'prompted' } },
    };
    const servers = (id: string) => page.raw('query', { name: 'screenShare.servers', input: { id } });
    expect(await servers(made.share)).toMatchObject({ ok: queriesOfCustomer['screenShare.servers'].includes(state) });
    const onTheirs = [await servers(other.share), await servers(missingId)];
    const onShares = ['screenShare.report', 'screenShare.end', 'screenShare.decline', 'screenShare.accept'] as const;
    const isOk = new Map<string, boolean>();
    for (const name of onShares) {
      for (const id of [other.share, missingId]) {
        onTheirs.push(await page.command(name, { ...commands[name], id } as never));
      }
      // Each on a session that waits: what one does to it the next does not find.
      const one = state === 'sharing' ? await make(state) : made;
      const pageOfOne = await relay.page(one);
      isOk.set(name, (await pageOfOne.command(name, { ...commands[name], id: one.share } as never)).ok);
      pageOfOne.close();
    }
    expect(new Set(onTheirs.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(notFound)]));
    for (const [name, allowed] of Object.entries(ofCustomer) as [PortalCommand, readonly State[]][]) {
      if (name === 'request.submit') continue;
      const answer = isOk.get(name) ?? (await page.command(name, commands[name] as never)).ok;
      expect(answer, name).toBe(allowed.includes(state));
    }
    const read = (id: string) => page.command('chat.read', { delivered: id as never, read: null });
    const absent = JSON.stringify(await read(missingId));
    expect(JSON.stringify(await read(theirs))).toBe(absent);
    expect(JSON.stringify(await read(note!.id))).toBe(absent);

    await page.command('chat.read', { delivered: page.lines().at(-1)!.id, read: null });
    const heard = JSON.stringify(page.updates);
    for (const secret of [
      made.note,
      other.marker,
      other.note,
      'To the other one',
      '"seq"',
      '"position"',
      people.holder.id,
    ]) {
      expect(heard).not.toContain(secret);
    }
    expect(JSON.stringify(neighbour.updates)).not.toContain(made.marker);
    expect(JSON.stringify(neighbour.updates)).not.toContain('Not for others');
    for (const one of [page, neighbour]) one.close();
  });

  it('lets a page in by the secret of the own request alone, and tells a wrong one from none by nothing', async () => {
    const [made, other] = [await make('new'), await make('new')];
    expect(await pageRefusal(relay.url, made)).toBeNull();
    for (const guess of [
      { id: made.id, secret: other.secret },
      { id: made.id, secret: '' },
      { id: made.id, secret: made.secret.slice(0, -1) },
      { id: missingRequest, secret: made.secret },
    ]) {
      expect(await pageRefusal(relay.url, guess)).toBe('not-found');
    }
  });

  it('gives a page that has no request nothing but the form', async () => {
    const form: PageClient = await relay.page(null);
    const made = await make('in chat');
    for (const [name, input] of [
      ['chat.send', { text: 'Words' }],
      ['chat.read', { delivered: null, read: null }],
      ['request.rate', { stars: 1, comment: '' }],
      ['push.subscribe', pushTarget],
      ['push.unsubscribe', { endpoint: pushTarget.endpoint }],
    ] as const) {
      expect(await form.command(name, input as never)).toEqual(notFound);
    }
    const submitted = await form.command('request.submit', { slug: 'nowhere' } as never);
    expect(submitted).toEqual({ ok: false, code: 'bad-input' });
    expect(await form.raw('command', { id: newId(), name: 'request.assign', input: { id: made.id } })).toEqual({
      ok: false,
      code: 'bad-input',
    });
    form.socket.emit('typing', { typing: true });
    expect(form.updates).toEqual([]);
  });

  it.each([...roles, 'own customer', 'neighbour', 'nobody'] as const)(
    'gives a file to those who see its request: %s',
    async (who) => {
      for (const state of states) {
        const [made, other] = [await make('in chat'), await make('new')];
        const sent = await createSender(relay.url, { own: made }).send({
          name: `${made.marker}.txt`,
          content: Buffer.from('Words'),
        });
        expect(sent.code).toBe('ok');
        if (state === 'new') await consoles.holder.command('request.unassign', { id: made.id });
        if (state === 'completed') await consoles.holder.command('request.close', { id: made.id });
        const senders = {
          'own customer': () => createSender(relay.url, { own: made }),
          neighbour: () => createSender(relay.url, { own: other }),
          nobody: () => createSender(relay.url, { own: { id: made.id, secret: 'x'.repeat(43) } }),
        };
        const isTechnician = (roles as readonly string[]).includes(who);
        const sender = isTechnician
          ? createSender(relay.url, { token: people[who as Role].token, request: made.id })
          : senders[who as 'nobody']();
        const mayHave = isTechnician ? sees[who as Role].includes(state) : who === 'own customer';
        const said = async (answer: Promise<Response>): Promise<string> => {
          const response = await answer;
          return `${response.status} ${await response.text()}`;
        };
        const got = await said(sender.download(sent.id));
        if (mayHave) expect(got).toBe('200 Words');
        else expect(got, state).toBe(await said(sender.download(missingId)));
        expect(await said(sender.cancel(sent.id))).toBe(await said(sender.cancel(missingId)));
        if (!mayHave) {
          expect(await said(sender.head(sent.id))).toBe(await said(sender.head(missingId)));
          expect(await said(sender.ticket(sent.id))).toBe(await said(sender.ticket(missingId)));
        }
        if (state === 'new' || state === 'completed' || isTechnician) continue;
        const ticket = await sender.ticket(sent.id);
        expect(ticket.ok).toBe(mayHave);
      }
    },
  );

  it('leads to a profile by the link alone that its customer was given', async () => {
    const [made, other] = [await make('in chat', 'iphone'), await make('in chat', 'iphone')];
    const [page, neighbour] = [await relay.page(made), await relay.page(other)];
    for (const { id } of [made, other]) {
      expect(await consoles.holder.command('profile.deliver', { id, profileId })).toMatchObject({ ok: true });
    }
    const linkOf = async (client: PageClient): Promise<string> => {
      await until(() => expect(profileLinks(client)).toHaveLength(1));
      return profileLinks(client)[0] ?? '';
    };
    const [own, others] = [await linkOf(page), await linkOf(neighbour)];
    const get = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
      const response = await fetch(relay.url + path, { headers });
      return `${response.status} ${await response.text()}`;
    };
    const [, , delivery = '', token = ''] = own.split('/');
    const unknown = await get(`/profile/${missingId}/${token}`);
    expect(unknown).toMatch(/^404 /);
    for (const guess of [
      `/profile/${delivery}/${others.split('/')[3]}`,
      `/profile/${delivery}/${made.secret}`,
      `/profile/${delivery}/${token.slice(0, -1)}`,
      `/profile/${delivery}/x`,
      `/profile/x/${token}`,
    ]) {
      expect(await get(guess), guess).toBe(unknown);
    }
    // Neither a technician nor the customer has a way besides the link; nor does it lead to anything else.
    for (const authorization of [`Bearer ${people.holder.token}`, `Request ${made.id}.${made.secret}`]) {
      expect(await get(`/profile/${delivery}/x`, { authorization })).toBe(unknown);
    }
    expect(await get(`${own}/file`)).toBe(unknown);
    expect(await get(own)).toMatch(/^200 <\?xml/);
    await until(() => expect(JSON.stringify(consoles.colleague.said)).toContain('profile-downloaded'));
    for (const role of roles) expect(JSON.stringify(consoles[role].said), role).not.toContain(token);
    expect(JSON.stringify(neighbour.updates)).not.toContain(token);
    for (const one of [page, neighbour]) one.close();
  });

  it('says nothing of any request over HTTP', async () => {
    const made = await make('in chat');
    expect(
      relay
        .routes()
        .filter((route) => route !== catchAll && !builtRoutes.includes(route))
        .sort(),
    ).toEqual([...routes, ...fileRoutes, ...profileRoutes].sort());

    const paths = [
      '/healthz',
      '/readyz',
      '/metrics',
      `/api/portals/${acme.slug}`,
      `/p/${acme.slug}`,
      '/embed.js',
      '/assets/x',
      '/',
    ];
    for (const path of [
      ...paths,
      `/p/${acme.slug}/${made.id}`,
      `/api/requests/${made.id}`,
      `/api/portals/${made.id}`,
    ]) {
      const text = await (await fetch(`${relay.url}${path}`)).text();
      expect(text, path).not.toContain(made.marker);
      expect(text, path).not.toContain('secret.example');
    }
    const pageOf = async (id: RequestId): Promise<string> =>
      (await (await fetch(`${relay.url}/r/${id}`)).text()).replaceAll(String(id), '');
    expect(await pageOf(made.id)).toBe(await pageOf(missingRequest));
    const signIn = async (email: string): Promise<string> =>
      (
        await fetch(`${relay.url}/api/sign-in`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password: 'guess', device: '' }),
        })
      ).text();
    expect(await signIn(`${people.holder.id}@sportello.example`)).toBe(await signIn('nobody@sportello.example'));
  });
});
