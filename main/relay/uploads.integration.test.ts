import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatLine } from '../../preload/details-contract.ts';
import type { MessageId, RequestId } from '../../protocol/ids.ts';
import { createDownloads } from './downloads.ts';
import { openSpool } from './spool.ts';
import { openSignedIn, type Engine } from './testing/console-engine.ts';
import { askForHelp, type Customer } from './testing/customer.ts';
import { layNetwork, type Network } from './testing/network.ts';
import { startRelayProcess, type RelayProcess } from './testing/relay-process.ts';
import { createUploadQueue, type UploadQueue } from './uploads.ts';

// Files on their way from a console to a real relay, over a network that breaks.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000, interval: 10 });
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let relay: RelayProcess;
let network: Network;
let token: string;
let open: () => Promise<Engine>;
let engine: Engine;
let queue: UploadQueue;
let customer: Customer;
let sent: Map<MessageId, number>;

function openQueue(): UploadQueue {
  sent = new Map();
  return createUploadQueue({
    storage: engine.storage,
    spool: openSpool(path.join(folder, 'spool')),
    target: () => (engine.connection().isConnected() ? { relay: network.url, token } : null),
    clock: Date.now,
    newId,
    onProgress: (id, bytes) => void sent.set(id, bytes),
    onChanged: () => {},
    onError: (error) => engine.errors.push(error),
    random: () => 0.02,
  });
}
/** The console starts: everything on the same folder. */
async function begin(): Promise<void> {
  engine = await open();
  queue = openQueue();
  await queue.tidy();
  engine.start();
  await until(() => expect(engine.seen.live).toBe(true));
  queue.start();
}
/** Lets something break the connection, and goes on as the console does when it is back. */
async function backAfter(fault: () => Promise<void>): Promise<void> {
  const { welcomes } = engine.seen;
  await fault();
  await until(() => expect(engine.seen.welcomes).toBeGreaterThan(welcomes));
  await until(() => expect(engine.seen.live).toBe(true));
  queue.start();
}
async function end(): Promise<void> {
  queue.stop();
  await queue.settled();
  await engine.close();
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-uploads-'));
  relay = await startRelayProcess();
  network = await layNetwork(relay.port, { bytesPerSecond: 3_000_000 });
  const signedIn = await openSignedIn(path.join(folder, 'data'), network.url, relay.sample);
  ({ token, open } = signedIn);
  await begin();
  customer = await askForHelp(`http://127.0.0.1:${relay.port}`, relay.sample.slug, 'The printer burns.');
  await engine.ask('request.assign', { id: customer.id });
  await engine.ask('chat.join', { id: customer.id });
});
afterEach(async () => {
  customer.leave();
  await end();
  await network.dispose();
  await relay.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const text = (length: number): Buffer =>
  Buffer.from(
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  );
const chosen = (file: string) => ({ path: file, name: path.basename(file), spooled: false });
const fileLines = async (): Promise<ChatLine[]> =>
  (await engine.storage.readConversation(customer.id, null, 100, true)).lines.filter(
    ({ body }) => body.kind === 'file',
  );
const nameOf = ({ body }: ChatLine): string => (body.kind === 'file' ? body.file.name : '');
const arrived = (names: string[]): Promise<void> =>
  until(async () => {
    const lines = await fileLines();
    expect(lines.map(nameOf)).toEqual(names);
    expect(lines.map(({ fileState }) => fileState)).toEqual(names.map(() => 'ready'));
  });
const stored = async (line: ChatLine | undefined): Promise<Uint8Array> => {
  const downloads = createDownloads({
    target: () => ({ relay: network.url, token }),
    folder: () => folder,
    platform: 'linux',
  });
  const size = line?.body.kind === 'file' ? line.body.file.size : 0;
  const answer = await downloads.read(line?.id as MessageId, size);
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
};

describe('files that a technician chose', () => {
  it('arrive one after the other, in the order they were chosen, and leave the outbox by their entries', async () => {
    const contents = [text(300_000), text(10), text(2_000)];
    const files = contents.map((content, n) => put(`file-${n}.txt`, content));
    await queue.add(customer.id, files.map(chosen));
    expect((await fileLines()).map(({ fileState }) => fileState)).toEqual(['uploading', 'uploading', 'uploading']);
    await arrived(['file-0.txt', 'file-1.txt', 'file-2.txt']);
    const lines = await fileLines();
    for (const [n, line] of lines.entries()) expect(sha(await stored(line))).toBe(sha(contents[n] as Buffer));
    expect(Math.max(...sent.values())).toBe(300_000);
    await until(async () => expect(await engine.storage.readUploads()).toEqual([]));
  });

  it('wait for the connection, and through a restart of the console', async () => {
    network.cut();
    await relay.kill();
    await queue.add(customer.id, [chosen(put('offline.txt', text(1_000)))]);
    await until(async () => expect(engine.connection().isConnected()).toBe(false));
    expect((await fileLines())[0]?.state).toBe('sending');
    expect((await engine.storage.readConversation(customer.id, null, 100, false)).lines.at(-1)?.state).toBe('waiting');
    expect(await engine.storage.countUnsent()).toBe(1);
    await end();
    await relay.start();
    await begin();
    await arrived(['offline.txt']);
  });

  it('go on where they were after cuts, a dead relay and a restart of the console, sending little twice', async () => {
    const content = text(6_000_000);
    await queue.add(customer.id, [chosen(put('large.log', content))]);
    await network.passed(1_000_000);
    await backAfter(async () => network.cut());
    await network.passed(1_000_000);
    await backAfter(async () => {
      await relay.kill();
      await relay.start();
    });
    await network.passed(1_000_000);
    await end();
    await begin();
    await arrived(['large.log']);
    expect(sha(await stored((await fileLines())[0]))).toBe(sha(content));
    expect(network.sent()).toBeLessThan(content.length * 1.1);
  });

  it('that were pasted lie in a private folder until the relay has them', async () => {
    const content = text(2_000);
    await queue.addBytes(customer.id, '../../Screenshot.txt', content);
    await arrived(['Screenshot.txt']);
    expect(statSync(path.join(folder, 'spool')).mode & 0o777).toBe(0o700);
    await until(() => expect(readdirSync(path.join(folder, 'spool'))).toEqual([]));
  });
});

describe('a file that cannot be sent', () => {
  it('says so in a line of its own, before or after it was tried, and can be taken away', async () => {
    const files = [
      put('program.exe', text(10)),
      put('empty.txt', Buffer.alloc(0)),
      path.join(folder, 'nowhere.txt'),
      put('lie.png', text(100)),
    ];
    await queue.add(customer.id, files.map(chosen));
    await until(async () =>
      expect((await fileLines()).map(({ refusal }) => refusal?.code)).toEqual([
        'file-type-not-allowed',
        'file-empty',
        'file-not-readable',
        'file-content-mismatch',
      ]),
    );
    for (const { id } of await fileLines()) await queue.cancel(id);
    expect(await fileLines()).toEqual([]);
  });

  it('because it changed after it was chosen is not sent', async () => {
    await backAfter(async () => {
      await relay.kill();
      await until(() => expect(engine.connection().isConnected()).toBe(false));
      await queue.add(customer.id, [chosen(put('notes.txt', text(100)))]);
      put('notes.txt', text(200));
      await relay.start();
    });
    await until(async () => expect((await fileLines())[0]?.refusal?.code).toBe('file-changed'));
  });

  it('because the chat was ended meanwhile goes when it is tried again', async () => {
    const content = text(3_000_000);
    await queue.add(customer.id, [chosen(put('late.txt', content))]);
    await network.passed(500_000);
    await engine.ask('chat.end', { id: customer.id });
    await until(async () => expect((await fileLines())[0]?.refusal?.code).toBe('chat-not-joined'));
    const before = network.sent();
    await engine.ask('chat.join', { id: customer.id });
    await queue.retry((await fileLines())[0]?.id as MessageId);
    await arrived(['late.txt']);
    expect(network.sent() - before, 'nothing was sent again').toBeLessThan(100_000);
  });
});

it('a file that is called off is forgotten on both sides', async () => {
  await queue.add(customer.id, [chosen(put('large.txt', text(8_000_000)))]);
  await network.passed(500_000);
  const id = (await fileLines())[0]?.id as MessageId;
  await queue.cancel(id);
  expect(await fileLines()).toEqual([]);
  await queue.add(customer.id, [chosen(put('next.txt', text(10)))]);
  await arrived(['next.txt']);
  const answer = await fetch(`${network.url}/api/uploads/${id}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' },
  });
  expect(answer.status).toBe(404);
});

it('a download never overwrites anything', async () => {
  const content = text(1_000);
  await queue.add(customer.id as RequestId, [chosen(put('a.txt', content))]);
  await arrived(['a.txt']);
  const saved = path.join(folder, 'downloads');
  const downloads = createDownloads({
    target: () => ({ relay: network.url, token }),
    folder: () => saved,
    platform: 'linux',
  });
  const id = (await fileLines())[0]?.id as MessageId;
  for (const name of ['a.txt', 'a (1).txt', 'a (2).txt']) {
    expect(await downloads.save(id, 'a.txt')).toEqual({ ok: true, value: path.join(saved, name) });
  }
  expect(await downloads.save(id, '../../outside.txt')).toEqual({ ok: true, value: path.join(saved, 'outside.txt') });
  expect(readdirSync(saved).sort()).toEqual(['a (1).txt', 'a (2).txt', 'a.txt', 'outside.txt']);
});
