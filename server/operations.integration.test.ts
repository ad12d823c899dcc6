import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RequestId } from '../protocol/ids.ts';
import { openConsole, type ConsoleClient } from './testing/console-client.ts';
import { openPage, submit, type PageClient } from './testing/page-client.ts';
import { createRelayProcess, type RelayProcess } from './testing/relay-process.ts';

type Sample = { email: string; password: string; slug: string };

describe('a relay in operation', { timeout: 60_000 }, () => {
  let relay: RelayProcess;
  let console: ConsoleClient;
  let page: PageClient;
  let slug: string;

  afterEach(() => relay.dispose());

  async function open(settings: Record<string, string> = {}): Promise<void> {
    relay = await createRelayProcess(settings);
    const sample = JSON.parse((await relay.cli(['sample', '--json'])).out) as Sample;
    slug = sample.slug;
    await relay.start();
    const response = await fetch(`${relay.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: sample.email, password: sample.password, device: 'test' }),
    });
    const { value } = (await response.json()) as { value: { token: string } };
    console = await openConsole(relay.url, value.token);
    await console.follow();
    page = await openPage(relay.url, await submit(relay.url, slug));
  }
  const status = async (at: string): Promise<number> => (await fetch(relay.url + at)).status;
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${relay.url}/metrics`)).text();
    const line = text.split('\n').find((row) => row.startsWith(`${name} `));
    expect(line, text).toBeDefined();
    return Number(line?.split(' ').at(-1));
  };

  it('tells whether it lives and is ready, and to a person or a program on this machine how it fares', async () => {
    await open();
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
    for (let n = 0; n < 5; n += 1) await page.command('chat.send', { text: `text ${n}` });
    expect((await page.command('request.rate', { stars: 5, comment: '' })).ok).toBe(false);
    expect(await metric('sportello_commands_total{name="chat.send",outcome="ok"}')).toBe(5);
    expect(await metric('sportello_commands_total{name="request.submit",outcome="ok"}')).toBe(1);
    expect(await metric('sportello_commands_total{name="request.rate",outcome="not-over"}')).toBe(1);
    expect(await metric('sportello_command_seconds_count')).toBe(7);
    expect(await metric('sportello_command_seconds_bucket{le="+Inf"}')).toBe(7);
    expect(await metric('sportello_consoles')).toBe(1);
    expect(await metric('sportello_portal_pages')).toBe(1);
    expect(await metric('sportello_new_requests')).toBe(1);
    expect(await metric('sportello_writes_waiting')).toBe(0);
    expect(await metric('sportello_packets_waiting')).toBe(0);
    await vi.waitFor(async () => expect(await metric('sportello_stream_lag')).toBe(0));
    const throughProxy = await fetch(`${relay.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.5' } });
    expect(throughProxy.status).toBe(404);
  });

  it('stops in order under load: what it acknowledged is kept, everybody else is told, and nobody hangs', async () => {
    await open();
    const acknowledged: string[] = [];
    const refused = new Set<string>();
    let isOver = false;
    const talking = Promise.all(
      Array.from({ length: 8 }, async (_, who) => {
        for (let n = 0; !isOver; n += 1) {
          const text = `text ${who}.${n}`;
          const answer = await page.command('chat.send', { text }).catch(() => null);
          if (answer?.ok === true) acknowledged.push(text);
          else if (answer?.ok === false) refused.add(answer.code);
          else isOver = true;
        }
      }),
    );
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(100), { timeout: 20_000 });
    expect(await relay.stop()).toBe(0);
    await talking;
    expect([...refused].filter((code) => code !== 'relay-stopping')).toEqual([]);
    expect(console.said.at(-1)).toMatchObject({ event: 'come-back', payload: { afterMs: expect.any(Number) } });
    const db = new Database(path.join(relay.folder, 'relay.db'), { readonly: true });
    const kept = db.prepare("SELECT body FROM messages WHERE body LIKE 'text %'").pluck().all() as string[];
    db.close();
    expect(acknowledged.filter((text) => !kept.includes(text))).toEqual([]);
    expect(relay.lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('says that it is not ready while it still serves those who are here, until no proxy sends anybody new', async () => {
    await open({ SPORTELLO_DRAIN_MS: '3000' });
    const stopped = relay.stop();
    await vi.waitFor(async () => expect(await status('/readyz')).toBe(503));
    expect(await status('/healthz')).toBe(200);
    expect((await page.command('chat.send', { text: 'Still here' })).ok).toBe(true);
    await vi.waitFor(() => expect(console.replica.request(1001 as RequestId)).not.toBeNull());
    expect(await stopped).toBe(0);
  });

  it('does not wait for a request that never ends', async () => {
    await open();
    const slow = connect(Number(new URL(relay.url).port), '127.0.0.1');
    slow.on('error', () => {});
    slow.write(
      'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    await delay(100);
    const begun = performance.now();
    expect(await relay.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(8_000);
    slow.destroy();
  });
});
