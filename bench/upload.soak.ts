import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { openCustomer } from '../e2e/parts/customer.ts';
import { startRelay } from '../e2e/parts/relay.ts';
import { portalScreen } from '../e2e/screens/portal.ts';
import { openSpool } from '../main/relay/spool.ts';
import { openSignedIn, type Engine } from '../main/relay/testing/console-engine.ts';
import { layNetwork } from '../main/relay/testing/network.ts';
import { createUploadQueue, type UploadQueue } from '../main/relay/uploads.ts';
import { technicianAuthorization, filePath } from '../protocol/files.ts';
import type { MessageId, RequestId } from '../protocol/ids.ts';
import { build } from '../scripts/build.ts';
import { finish } from './parts/report.ts';

// Sends a large file from a customer's page and one from a console, interrupts each again and again (the connection cut,
// the relay killed, page or console begun anew), and sees that the same bytes arrive with few sent twice:
// npm run soak:upload [-- --megabytes 50 --interruptions 10]

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '50' },
    interruptions: { type: 'string', default: '10' },
    check: { type: 'boolean', default: true },
  },
});
const size = Number(options.megabytes) * 1_048_576;
const interruptions = Number(options.interruptions);
/** Slow enough that an interruption comes in the middle of it. */
const bytesPerSecond = 6_000_000;
const mostOverhead = 1.1;

const content = Buffer.from(randomBytes(size / 2).toString('hex'));
const hash = createHash('sha256').update(content).digest('hex');
const folder = mkdtempSync(path.join(tmpdir(), 'sportello-upload-'));
await build();
const relay = await startRelay({ SPORTELLO_FILE_BYTES: String(size), SPORTELLO_REQUEST_FILE_BYTES: String(size * 3) });
const relayPort = Number(new URL(relay.url).port);

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 300_000; !(await check());) {
    if (Date.now() > end) throw new Error(`${what}: never`);
    await delay(20);
  }
}

/** Spreads the interruptions over the bytes of the file, and goes through the kinds of interruption one after the other. */
async function interrupt(
  network: Awaited<ReturnType<typeof layNetwork>>,
  kinds: readonly { name: string; work: () => Promise<void> }[],
): Promise<void> {
  const before = network.sent();
  for (let n = 0; n < interruptions; n += 1) {
    // What is in the buffers of a connection still passes while its end is being dealt with.
    const lacking = before + (size * (n + 1)) / (interruptions + 1) - network.sent();
    if (lacking > 0) await network.passed(lacking);
    const kind = kinds[n % kinds.length];
    console.log(`  after ${(network.sent() / 1_048_576).toFixed(1)} MiB: ${kind?.name}`);
    await kind?.work();
  }
}
const killed = {
  name: 'the relay is killed',
  work: async () => {
    await relay.kill();
    await relay.start();
  },
};

let engine: Engine;
let queue: UploadQueue;
/** The console goes on when the connection is back. */
let resume: NodeJS.Timeout | undefined;
const signedIn = await openSignedIn(path.join(folder, 'data'), relay.url, relay.sample);

/** The SHA-256 of a file as the relay gives it out. */
async function hashOf(id: MessageId): Promise<string> {
  const headers = { authorization: technicianAuthorization(signedIn.token) };
  const response = await fetch(`${relay.url}${filePath(id)}`, { headers });
  return createHash('sha256')
    .update(new Uint8Array(await response.arrayBuffer()))
    .digest('hex');
}
/** The file of this name in the conversation, if it has arrived. */
async function arrived(request: RequestId, name: string): Promise<MessageId | null> {
  const { lines } = await engine.storage.readConversation(request, null, 100, true);
  const line = lines.find(
    ({ body, fileState }) => body.kind === 'file' && body.file.name === name && fileState === 'ready',
  );
  return line?.id ?? null;
}

async function beginConsole(target: { url: string } | null): Promise<void> {
  engine = await signedIn.open();
  queue = createUploadQueue({
    storage: engine.storage,
    spool: openSpool(path.join(folder, 'spool')),
    target: () =>
      engine.connection().isConnected() ? { relay: target?.url ?? relay.url, token: signedIn.token } : null,
    clock: Date.now,
    newId,
    onProgress: () => {},
    onChanged: () => {},
    onError: (error) => console.error(error),
  });
  await queue.tidy();
  engine.start();
  await until('live', () => engine.seen.live);
  resume = setInterval(() => engine.seen.live && queue.start(), 100);
}
async function endConsole(): Promise<void> {
  clearInterval(resume);
  queue.stop();
  await queue.settled();
  await engine.close();
}

async function fromPage(): Promise<{ sent: number; same: boolean; request: RequestId }> {
  const network = await layNetwork(relayPort, { bytesPerSecond });
  const customer = await openCustomer();
  const portal = portalScreen(customer.page);
  try {
    await portal.open(network.url, relay.sample.slug);
    await portal.submit({ name: 'Carla Verdi', email: 'carla@acme.example', problem: 'It is all in the log.' });
    await portal.composer.waitFor();
    const request = Number(/request=(\d+)/.exec(customer.page.url())?.[1]) as RequestId;
    await engine.ask('request.assign', { id: request });
    await engine.ask('chat.join', { id: request });
    const file = path.join(folder, 'theirs.log');
    writeFileSync(file, content);
    const before = network.sent();
    await customer.page.locator('main.chat input[type=file]').setInputFiles(file);
    await interrupt(network, [
      { name: 'the connection is cut', work: async () => network.cut() },
      killed,
      { name: 'the page is reloaded', work: async () => void (await customer.page.reload()) },
    ]);
    await until('the file arrives', async () => (await arrived(request, 'theirs.log')) !== null);
    const id = (await arrived(request, 'theirs.log')) as MessageId;
    return { sent: network.sent() - before, same: (await hashOf(id)) === hash, request };
  } finally {
    await customer.dispose();
    await network.dispose();
  }
}

async function fromConsole(request: RequestId): Promise<{ sent: number; same: boolean }> {
  const network = await layNetwork(relayPort, { bytesPerSecond });
  await endConsole();
  await beginConsole(network);
  try {
    const file = path.join(folder, 'ours.log');
    writeFileSync(file, content);
    await queue.add(request, [{ path: file, name: 'ours.log', spooled: false }]);
    await interrupt(network, [
      { name: 'the connection is cut', work: async () => network.cut() },
      killed,
      {
        name: 'the console is begun anew',
        work: async () => {
          await endConsole();
          await beginConsole(network);
        },
      },
    ]);
    await until('the file arrives', async () => (await arrived(request, 'ours.log')) !== null);
    return { sent: network.sent(), same: (await hashOf((await arrived(request, 'ours.log')) as MessageId)) === hash };
  } finally {
    await network.dispose();
  }
}

try {
  await beginConsole(null);
  console.log(`${options.megabytes} MiB from a customer’s page, interrupted ${interruptions} times`);
  const page = await fromPage();
  console.log(`${options.megabytes} MiB from a console, interrupted ${interruptions} times`);
  const desk = await fromConsole(page.request);
  if (!page.same || !desk.same) throw new Error('other bytes arrived than were sent');
  console.log(`both arrived with the SHA-256 ${hash}`);
  const bounds = {
    'page: bytes sent of the file’s size': { ratio: page.sent / size, atMost: mostOverhead },
    'console: bytes sent of the file’s size': { ratio: desk.sent / size, atMost: mostOverhead },
  };
  finish({ megabytes: Number(options.megabytes), interruptions, hash }, bounds, options.check);
} finally {
  await endConsole().catch(() => undefined); // it may have been between two lives
  await relay.dispose();
  rmSync(folder, { recursive: true, force: true });
}
