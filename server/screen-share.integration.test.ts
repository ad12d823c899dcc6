import { createHmac } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../protocol/model.ts';
import type { ExpertClientId, ScreenShareId } from '../protocol/ids.ts';
import type { ScreenShareSignal } from '../protocol/screen-share.ts';
import { expertClientOf } from './cli/expert-client.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import { submission, type OwnRequest, type PageClient } from './testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';

const windows = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36',
};

describe('a screen-share session', () => {
  let relay: TestRelay;
  let anna: TestTechnician;
  let console: ConsoleClient;
  let own: OwnRequest;
  let page: PageClient;

  beforeEach(async () => {
    relay = await openTestRelay({
      screenShareAnswerMs: 60_000,
      screenShareConnectMs: 60_000,
      screenShareGoneMs: 60_000,
      leaseMs: 120_000,
      turnUrls: ['turn:turn.example:3478'],
      turnSecret: 'shared',
    });
    const { slug } = await relay.company('Acme Srl');
    anna = await relay.technician('Anna Bianchi');
    console = await relay.console(anna);
    own = await submitFrom(windows, slug);
    page = await relay.page(own, { headers: windows });
    await console.command('request.assign', { id: own.id });
    await console.command('chat.join', { id: own.id });
  });
  afterEach(() => relay.dispose());

  /** A request from a system that a browser's own words name. */
  async function submitFrom(headers: Record<string, string>, slug: string): Promise<OwnRequest> {
    const form = await relay.page(null, { headers });
    const answer = await form.command('request.submit', submission(slug));
    if (!answer.ok) throw new Error(answer.code);
    return answer.value;
  }
  async function requested(client: 'built-in' | ExpertClientId = 'built-in'): Promise<ScreenShareId> {
    const answer = await console.command('screenShare.request', { id: own.id, client });
    if (!answer.ok) throw new Error(answer.code);
    await expect.poll(() => page.view()?.screenShare?.id).toBe(answer.value.shareId);
    return answer.value.shareId;
  }
  const stateOf = async (id: ScreenShareId) => (await relay.store.read.screenShare(id))?.state;
  const eventsOf = async (): Promise<string[]> =>
    (await relay.store.read.messages(own.id, 0, 100)).flatMap(({ body }) =>
      body.kind === 'event' && body.event.type.startsWith('screen-share') ? [body.event.type.slice(13)] : [],
    );
  const lastEvent = async (): Promise<ChatEvent | undefined> =>
    (await relay.store.read.messages(own.id, 0, 100))
      .flatMap(({ body }) => (body.kind === 'event' ? [body.event] : []))
      .at(-1);

  it('goes from the question to the end, told to both sides and in the chat', async () => {
    const id = await requested();
    expect(page.view()?.screenShare).toMatchObject({ state: 'requested', technician: 'Anna Bianchi', join: null });
    expect(await page.command('screenShare.report', { id, report: { kind: 'prompted' } })).toEqual({
      ok: true,
      value: {},
    });
    expect(await page.command('screenShare.accept', { id, code: null })).toEqual({ ok: true, value: {} });
    await expect.poll(() => page.view()?.screenShare?.state).toBe('accepted');
    expect((await console.command('screenShare.report', { id, report: { kind: 'connected' } })).ok).toBe(true);
    await expect.poll(() => page.view()?.screenShare?.state).toBe('active');
    relay.clock.pass(30_000);
    expect((await console.command('screenShare.end', { id })).ok).toBe(true);
    await expect.poll(() => page.view()?.screenShare).toBe(null);
    expect(await eventsOf()).toEqual(['requested', 'accepted', 'started', 'ended']);
    const ended = await lastEvent();
    expect(ended).toMatchObject({ type: 'screen-share-ended', why: 'technician' });
    expect(ended?.type === 'screen-share-ended' && ended.durationMs).toBeGreaterThanOrEqual(30_000);
    expect(page.lines().flatMap(({ body }) => (body.kind === 'event' ? [body.event] : []))).toEqual([
      'joined',
      'screen-share-requested',
      'screen-share-started',
      'screen-share-ended',
    ]);
    await console.follow();
    expect(console.replica.dump()[`screen-share ${id}`]).toMatchObject({ state: 'ended', why: 'technician' });
  });

  it('is one at a time for a request', async () => {
    const id = await requested();
    const again = () => console.command('screenShare.request', { id: own.id, client: 'built-in' });
    expect(await again()).toEqual({ ok: false, code: 'screen-share-open' });
    await page.command('screenShare.decline', { id });
    expect((await again()).ok).toBe(true);
  });

  it('can be declined, and taken back, once', async () => {
    const declined = await requested();
    expect((await page.command('screenShare.decline', { id: declined })).ok).toBe(true);
    expect(await page.command('screenShare.accept', { id: declined, code: null })).toEqual({
      ok: false,
      code: 'no-screen-share',
    });
    expect(await console.command('screenShare.cancel', { id: declined })).toEqual({
      ok: false,
      code: 'no-screen-share',
    });
    const cancelled = await requested();
    expect((await console.command('screenShare.cancel', { id: cancelled })).ok).toBe(true);
    expect(await page.command('screenShare.decline', { id: cancelled })).toEqual({
      ok: false,
      code: 'no-screen-share',
    });
    expect(await eventsOf()).toEqual(['requested', 'declined', 'requested', 'cancelled']);
  });

  it('lapses without an answer, and later if it was asked again', async () => {
    const id = await requested();
    relay.clock.pass(50_000);
    await console.command('screenShare.resend', { id });
    relay.clock.pass(50_000);
    await relay.submit('portal-1'); // a round of the sweep has passed since
    expect(await stateOf(id)).toBe('requested');
    relay.clock.pass(11_000);
    await expect.poll(() => stateOf(id)).toBe('expired');
  });

  it('fails if no picture comes', async () => {
    const id = await requested();
    await page.command('screenShare.accept', { id, code: null });
    relay.clock.pass(61_000);
    await expect.poll(() => stateOf(id)).toBe('failed');
    expect(await lastEvent()).toMatchObject({ type: 'screen-share-failed', why: 'no-connection' });
  });

  it('survives a reload of the page, and ends when it stays away', async () => {
    const id = await requested();
    await page.command('screenShare.accept', { id, code: null });
    await console.command('screenShare.report', { id, report: { kind: 'connected' } });
    page.close();
    page = await relay.page(own, { headers: windows });
    expect((await page.command('screenShare.accept', { id, code: null })).ok).toBe(true);
    expect(await stateOf(id)).toBe('active');
    page.close();
    // Counted from when the page was missed, not from when it went.
    await expect
      .poll(async () => {
        relay.clock.pass(20_000);
        return stateOf(id);
      })
      .toBe('ended');
    expect(await lastEvent()).toMatchObject({ why: 'customer-left' });
  });

  it.each(['chat.end', 'request.close', 'request.unassign'] as const)('ends with %s', async (name) => {
    const id = await requested();
    await page.command('screenShare.accept', { id, code: null });
    expect((await console.command(name, { id: own.id })).ok).toBe(true);
    expect(await relay.store.read.screenShare(id)).toMatchObject({ state: 'ended', why: 'chat-over' });
  });

  it('ends when the technician is gone for good', async () => {
    const id = await requested();
    await page.command('screenShare.accept', { id, code: null });
    await console.command('screenShare.report', { id, report: { kind: 'connected' } });
    console.close();
    await expect
      .poll(async () => {
        relay.clock.pass(50_000);
        return stateOf(id);
      })
      .toBe('ended');
  });

  it('belongs to its technician and its customer alone', async () => {
    const id = await requested();
    const bruno = await relay.console(await relay.technician('Bruno Neri'));
    const stranger = await relay.page(await relay.submit('portal-1'), { headers: windows });
    const elsewhere = await relay.console(await relay.technician('Dora Galli', { companies: [] }));
    expect(await bruno.command('screenShare.end', { id })).toEqual({ ok: false, code: 'not-assigned-to-you' });
    expect(await elsewhere.command('screenShare.end', { id })).toEqual({ ok: false, code: 'not-found' });
    expect(await bruno.query('screenShare.servers', { id })).toEqual({ ok: false, code: 'not-assigned-to-you' });
    for (const name of ['screenShare.decline', 'screenShare.end'] as const) {
      expect(await stranger.command(name, { id })).toEqual({ ok: false, code: 'not-found' });
    }
    expect(await stranger.raw('query', { name: 'screenShare.servers', input: { id } })).toEqual({
      ok: false,
      code: 'not-found',
    });
    const form = await relay.page(null);
    expect(await form.command('screenShare.accept', { id, code: null })).toEqual({ ok: false, code: 'not-found' });
    expect(await stateOf(id)).toBe('requested');
  });

  it('is asked of systems that can share only', async () => {
    const phone = {
      'user-agent': 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36',
    };
    const { id } = await submitFrom(phone, 'portal-1');
    await console.command('request.assign', { id });
    await console.command('chat.join', { id });
    expect(await console.command('screenShare.request', { id, client: 'built-in' })).toEqual({
      ok: false,
      code: 'system-cannot-share',
    });
  });

  it('gives both sides TURN credentials that lapse', async () => {
    const id = await requested();
    const answer = await console.query('screenShare.servers', { id });
    const server = answer.ok ? answer.value.servers[0] : undefined;
    expect(server?.urls).toEqual(['turn:turn.example:3478']);
    const [until] = (server?.username ?? '').split(':');
    const minutesLeft = (Number(until) * 1_000 - relay.clock.now()) / 60_000;
    expect(minutesLeft).toBeGreaterThan(58);
    expect(minutesLeft).toBeLessThanOrEqual(60);
    expect(server?.credential).toBe(
      createHmac('sha1', 'shared')
        .update(server?.username ?? '')
        .digest('base64'),
    );
    const customers = await page.raw('query', { name: 'screenShare.servers', input: { id } });
    expect(customers).toMatchObject({ ok: true, value: { relayOnly: false } });
  });

  describe('signals', () => {
    const heard = (socket: { on: (event: string, listener: (signal: ScreenShareSignal) => void) => void }) => {
      const signals: ScreenShareSignal[] = [];
      socket.on('screen-share-signal', (signal) => signals.push(signal));
      return signals;
    };
    const signal = (id: ScreenShareId, sdp = 'v=0'): ScreenShareSignal => ({
      ...{ id, from: 'page-1234', to: null },
      body: { kind: 'offer', round: 'round-1234', sdp },
    });
    const ready = (id: ScreenShareId): ScreenShareSignal => ({
      id,
      from: 'window-1',
      to: null,
      body: { kind: 'ready' },
    });

    it('pass between the two sides of an agreed session only', async () => {
      const second = await relay.console(anna);
      const bruno = await relay.console(await relay.technician('Bruno Neri'));
      const stranger = await relay.page(await relay.submit('portal-1'), { headers: windows });
      const atConsole = heard(console.socket);
      const atSecond = heard(second.socket);
      const atPage = heard(page.socket);
      const atOthers = [heard(bruno.socket), heard(stranger.socket)];
      const id = await requested();
      page.socket.emit('screen-share-signal', signal(id)); // not agreed yet
      await page.command('screenShare.accept', { id, code: null });
      stranger.socket.emit('screen-share-signal', signal(id));
      bruno.socket.emit('screen-share-signal', ready(id));
      page.socket.emit('screen-share-signal', signal(id, 'x'.repeat(30_001))); // too long
      page.socket.emit('screen-share-signal', { ...signal(id), body: { kind: 'offer' } });
      page.socket.emit('screen-share-signal', signal(id, 'good'));
      console.socket.emit('screen-share-signal', ready(id));
      await expect.poll(() => atConsole).toEqual([signal(id, 'good')]);
      await expect.poll(() => atPage).toEqual([ready(id)]);
      expect(atSecond).toEqual([signal(id, 'good')]);
      await page.command('screenShare.end', { id });
      page.socket.emit('screen-share-signal', signal(id, 'late'));
      console.socket.emit('screen-share-signal', ready(id));
      await bruno.query('session.list', {});
      await stranger.command('chat.send', { text: 'still here' });
      expect(atConsole).toHaveLength(1);
      expect(atPage).toHaveLength(1);
      expect(atOthers).toEqual([[], []]);
    });
  });

  describe('with an expert client', () => {
    async function listed(preset: 'vnc-viewer' | 'teamviewer' | 'quick-assist', part = {}): Promise<ExpertClientId> {
      return (await relay.store.write((tx) => tx.putExpertClient(expertClientOf(preset, part)))).id;
    }

    it('tells the customer how to join, in the own language', async () => {
      const client = await listed('quick-assist', {
        howIt: 'Premi Ctrl+Windows+Q.',
        joinUrl: 'https://help.example/{joinCode}?n={customerName}',
      });
      const id = await requested(client);
      expect(page.view()?.screenShare?.join).toMatchObject({
        name: 'Microsoft Quick Assist',
        code: null,
        url: '',
        instructions: 'Premi Ctrl+Windows+Q.',
      });
      await console.command('screenShare.report', { id, report: { kind: 'code', code: 'AB12CD' } });
      await expect
        .poll(() => page.view()?.screenShare?.join)
        .toMatchObject({ code: 'AB12CD', url: 'https://help.example/AB12CD?n=Carla%20Verdi' });
    });

    it('begins when the customer agreed and the program runs, in either order', async () => {
      const client = await listed('vnc-viewer');
      const id = await requested(client);
      await console.command('screenShare.report', { id, report: { kind: 'launch', outcome: 'started' } });
      expect(await stateOf(id)).toBe('requested');
      await page.command('screenShare.accept', { id, code: null });
      expect(await stateOf(id)).toBe('active');
      await page.command('screenShare.end', { id });
      const other = await requested(client);
      await page.command('screenShare.accept', { id: other, code: null });
      await console.command('screenShare.report', { id: other, report: { kind: 'launch', outcome: 'missing' } });
      expect(await stateOf(other)).toBe('accepted');
      await console.command('screenShare.report', { id: other, report: { kind: 'launch', outcome: 'started' } });
      expect(await stateOf(other)).toBe('active');
    });

    it('takes a code from the customer where it is the customer who has it', async () => {
      const id = await requested(await listed('teamviewer'));
      expect(await page.command('screenShare.accept', { id, code: null })).toMatchObject({
        ok: false,
        code: 'field-required',
      });
      for (const code of ['--help', 'a b', '', 'x'.repeat(65), 'a\nb', '"', '$(id)']) {
        expect(await page.command('screenShare.accept', { id, code })).toEqual({ ok: false, code: 'bad-input' });
      }
      expect((await page.command('screenShare.accept', { id, code: '123456789' })).ok).toBe(true);
      expect((await relay.store.read.screenShare(id))?.code).toBe('123456789');
    });

    it('is one on the list that suits the customer’s system', async () => {
      const ask = (client: ExpertClientId) => console.command('screenShare.request', { id: own.id, client });
      expect(await ask(newId() as ExpertClientId)).toEqual({ ok: false, code: 'client-not-listed' });
      const removed = expertClientOf('vnc-viewer', {});
      await relay.store.write((tx) => tx.putExpertClient({ ...removed, removed: true }));
      expect(await ask(removed.id)).toEqual({ ok: false, code: 'client-not-listed' });
      expect(await ask(await listed('teamviewer', { suits: 'macos' }))).toEqual({
        ok: false,
        code: 'system-cannot-share',
      });
    });
  });
});
