import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { namespaces, protocolNumber } from '../../protocol/endpoints.ts';
import type { Config } from '../config.ts';
import { openPage, pageRefusal, submission } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay } from '../testing/relay.ts';
import { until } from '../testing/until.ts';

// The door for customers' pages: who is let in, how often, and in what order a page is told.

let relay: TestRelay;
afterEach(() => relay.dispose());

async function open(settings: Partial<Config> = {}): Promise<string> {
  relay = await openTestRelay(settings);
  return (await relay.company('Acme')).slug;
}

describe('a new request', () => {
  it('is refused in a flood from one address, not from others behind the same proxy', async () => {
    const slug = await open({ submitsPerMinute: 2, trustedProxies: ['127.0.0.1'] });
    const from = async (address: string) => {
      const page = await relay.page(null, { headers: { 'x-forwarded-for': address } });
      return page.command('request.submit', submission(slug));
    };
    const answers = [await from('203.0.113.1'), await from('203.0.113.1'), await from('203.0.113.1')];
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(answers[2]).toMatchObject({ code: 'rate-limited' });
    expect((await from('203.0.113.2')).ok).toBe(true);
    relay.clock.pass(30_000);
    expect((await from('203.0.113.1')).ok).toBe(true);
  });

  it('is refused in a flood at one portal from everywhere, not at another', async () => {
    const slug = await open({ portalSubmitsPerMinute: 2 });
    const other = (await relay.company('Beta')).slug;
    const page = await relay.page(null);
    const at = async (portal: string) => (await page.command('request.submit', submission(portal))).ok;
    expect([await at(slug), await at(slug), await at(slug), await at(other)]).toEqual([true, true, false, true]);
  });

  it('is refused where a field is filled that people do not see, and changes nothing', async () => {
    const slug = await open();
    const page = await relay.page(null);
    const head = await relay.store.read.head();
    const answer = await page.command('request.submit', submission(slug, { website: 'https://spam.example' }));
    expect(answer).toMatchObject({ ok: false, code: 'rate-limited' });
    expect(await relay.store.read.head()).toBe(head);
  });

  it('is refused at a closed portal, whose open requests go on', async () => {
    const slug = await open();
    const own = await relay.submit(slug);
    const portal = await relay.store.read.portal(slug);
    if (portal === null) throw new Error('no portal');
    await relay.store.write((tx) => tx.putPortal({ ...portal, open: false }));
    const form = await relay.page(null);
    expect(await form.command('request.submit', submission(slug))).toMatchObject({ code: 'portal-closed' });
    const page = await relay.page(own);
    expect((await page.command('chat.send', { text: 'Still here?' })).ok).toBe(true);
  });

  it('says where it came from, by the page’s own words where the headers have none', async () => {
    const slug = await open();
    const socket = io(`${relay.url}${namespaces.portal}`, {
      auth: { protocol: protocolNumber, request: null, touchPoints: 5, platformVersion: '15.0.0' },
      extraHeaders: { 'user-agent': 'Mozilla/5.0 (Linux; Android 10; K) Chrome/141.0.0.0 Mobile Safari/537.36' },
      transports: ['websocket'],
      forceNew: true,
    });
    const frame = {
      id: '01890000-0000-7000-8000-000000000001',
      name: 'request.submit',
      input: submission(slug, { page: 'https://www.acme.example/shop' }),
    };
    const { value } = await socket.timeout(10_000).emitWithAck('command', frame);
    socket.disconnect();
    expect((await relay.store.read.request(value.id))?.source).toMatchObject({
      ip: '127.0.0.1',
      device: 'phone',
      os: 'android',
      osName: 'Android 15',
      language: 'it',
      page: 'https://www.acme.example/shop',
    });
  });
});

describe('a page of a request', () => {
  it('is refused with another’s secret, and the same way where there is no such request', async () => {
    const slug = await open();
    const [own, other] = [await relay.submit(slug), await relay.submit(slug)];
    expect(await pageRefusal(relay.url, { id: own.id, secret: other.secret })).toBe('not-found');
    expect(await pageRefusal(relay.url, { id: (other.id + 1) as typeof own.id, secret: own.secret })).toBe('not-found');
    expect(await pageRefusal(relay.url, own)).toBeNull();
  });

  it('is told each line once and in order, also those written while it connects', async () => {
    const slug = await open();
    const own = await relay.submit(slug);
    const writer = await relay.page(own);
    const written: string[] = [];
    const write = async (): Promise<void> => {
      written.push(`line ${written.length}`);
      await writer.command('chat.send', { text: written.at(-1) ?? '' });
    };
    await write();
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await write();
    })();
    const pages = [];
    for (let round = 0; round < 10; round++) pages.push(await relay.page(own));
    const held = writer.lines().at(-1)?.id ?? null;
    pages.push(await openPage(relay.url, own, { after: held }));
    isOver = true;
    await writing;
    const first = 'The printer is on fire.';
    for (const page of pages) {
      const told = () =>
        page.updates.flatMap(({ messages }) => messages.map(({ body }) => ('text' in body ? body.text : '')));
      await until(() => expect(told().at(-1)).toBe(written.at(-1)));
      const expected = [first, ...written];
      expect(told()).toEqual(expected.slice(expected.indexOf(told()[0] ?? '')));
    }
    expect(pages.at(-1)?.updates[0]?.messages.some(({ id }) => id === held)).toBe(false);
    pages.at(-1)?.close();
  });

  it('is slowed down when it asks too much', async () => {
    const slug = await open({ commandsPerMinute: 3 });
    const page = await relay.page(await relay.submit(slug));
    const say = async () => (await page.command('chat.send', { text: 'hello' })).ok;
    expect([await say(), await say(), await say(), await say()]).toEqual([true, true, true, false]);
  });
});
