import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/model.ts';
import type { ConsoleClient } from '../testing/console-client.ts';
import type { OwnRequest, PageClient } from '../testing/page-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from '../testing/relay.ts';
import { until } from '../testing/until.ts';
import { eicar, hasClamd, prepareClamd, type Clamd } from './testing/clamd.ts';
import { zipOf } from './testing/samples.ts';
import { createSender, type Sender } from './testing/sender.ts';

// With a real clamd (Debian: clamav-daemon) that knows the test virus.
const isInstalled = hasClamd();
if (!isInstalled) console.warn('skipped: no clamd on this machine (Debian package clamav-daemon)');

let clamd: Clamd;
let relay: TestRelay;
let anna: TestTechnician;
let own: OwnRequest;
let technician: Sender;
let customer: Sender;
let page: PageClient;
let desk: ConsoleClient;

beforeEach(async () => {
  if (!isInstalled) return;
  clamd = prepareClamd();
  relay = await openTestRelay({ clamd: clamd.address });
  const { slug } = await relay.company('Acme');
  anna = await relay.technician('Anna Bianchi');
  own = await relay.submit(slug);
  desk = await relay.console(anna);
  await desk.command('request.assign', { id: own.id });
  await desk.command('chat.join', { id: own.id });
  await desk.follow();
  page = await relay.page(own);
  technician = createSender(relay.url, { token: anna.token, request: own.id });
  customer = createSender(relay.url, { own });
});
afterEach(async () => {
  if (!isInstalled) return;
  await relay.dispose();
  await clamd.dispose();
});

const lastState = (id: string): string | undefined =>
  page.updates.flatMap(({ files }) => files).findLast((file) => file.id === id)?.state;
const stateAtDesk = (id: string): string | undefined =>
  desk.said
    .flatMap(({ event, payload }) =>
      event === 'entries'
        ? (payload as { entries: { kind: string; row: { id: string; state: string } }[] }).entries
        : [],
    )
    .findLast(({ kind, row }) => kind === 'file' && row.id === id)?.row.state;
const events = async (): Promise<Message['body'][]> =>
  (await relay.store.read.messages(own.id, 0, 100)).map(({ body }) => body).filter(({ kind }) => kind === 'event');

describe.skipIf(!isInstalled)('with a virus scanner', { timeout: 60_000 }, () => {
  it('a clean file is given out, after it was looked at and not before', async () => {
    const { id, code } = await customer.send({ name: 'a.txt', content: Buffer.from('hello') });
    expect(code).toBe('ok');
    await until(() => expect([lastState(id), stateAtDesk(id)]).toEqual(['scanning', 'scanning']));
    expect((await technician.download(id)).status).toBe(425);
    expect((await customer.ticket(id)).status).toBe(425);
    await clamd.start();
    await until(() => expect([lastState(id), stateAtDesk(id)]).toEqual(['ready', 'ready']));
    expect(await (await technician.download(id)).text()).toBe('hello');
  });

  it.each([
    ['plain', 'a.txt', Buffer.from(eicar)],
    ['in a zip', 'a.zip', zipOf([{ name: 'a.com', content: eicar }])],
  ])('an infected file (%s) reaches nobody; both sides are told, and it is gone', async (_how, name, content) => {
    await clamd.start();
    const [fromCustomer, fromTechnician] = [
      await customer.send({ name, content }),
      await technician.send({ name, content }),
    ];
    for (const { id } of [fromCustomer, fromTechnician]) {
      await until(() => expect([lastState(id), stateAtDesk(id)]).toEqual(['refused', 'refused']));
      for (const sender of [technician, customer]) expect((await sender.download(id)).status).toBe(410);
      expect((await customer.ticket(id)).status).toBe(410);
    }
    expect(await events()).toContainEqual({
      kind: 'event',
      event: { type: 'file-refused', technicianId: null, file: name },
    });
    expect(await events()).toContainEqual({
      kind: 'event',
      event: { type: 'file-refused', technicianId: anna.id, file: name },
    });
    const told = page.lines().filter(({ body }) => body.kind === 'event' && body.event === 'file-refused');
    expect(told.map(({ body, name: who }) => [body.kind === 'event' && body.file, who])).toEqual([
      [name, null],
      [name, anna.name],
    ]);
    const folders = readdirSync(path.join(relay.folder, 'files')).filter((folder) => folder !== 'uploads');
    for (const folder of folders) expect(readdirSync(path.join(relay.folder, 'files', folder))).toEqual([]);
  });

  it('a scanner that goes away makes files wait, over a restart of the relay too', async () => {
    await clamd.start();
    const first = await customer.send({ name: 'a.txt', content: Buffer.from('one') });
    await until(() => expect(lastState(first.id)).toBe('ready'));
    await clamd.stop();
    const second = await customer.send({ name: 'b.txt', content: Buffer.from(eicar) });
    const third = await customer.send({ name: 'c.txt', content: Buffer.from('three') });
    await until(() => expect(relay.log()).toContain('scanning failed'));
    for (const { id } of [second, third]) expect((await technician.download(id)).status).toBe(425);
    await relay.stop();
    const again = await openTestRelay({ clamd: clamd.address, data: relay.folder });
    try {
      const back = createSender(again.url, { token: anna.token, request: own.id });
      expect((await back.download(second.id)).status).toBe(425);
      await clamd.start();
      await until(async () => expect((await back.download(third.id)).status).toBe(200));
      expect((await back.download(second.id)).status).toBe(410);
      expect((await back.download(first.id)).status).toBe(200);
    } finally {
      await again.dispose();
    }
  });
});
