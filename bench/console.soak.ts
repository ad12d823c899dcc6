import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expect } from '@playwright/test';
import { inMain } from '../e2e/parts/in-main.ts';
import { layCable } from '../main/relay/testing/cable.ts';
import type { Start } from '../preload/contract.ts';
import type { RequestId } from '../protocol/ids.ts';
import type { ConsoleClient } from '../server/testing/console-client.ts';
import type { PageClient } from '../server/testing/page-client.ts';
import { openTestRelay, type TestRelay } from '../server/testing/relay.ts';
import { startProgram, type Program } from './parts/electron-program.ts';
import { sentence, personName } from './parts/history.ts';
import { finish, median } from './parts/report.ts';

// A day of a busy team in fast motion before one real console: requests come and go, the connection breaks, the machine
// sleeps and wakes. Afterwards memory has stayed where it was, and every count is what a recount says.
// npm run soak:console [-- --requests 20000 --messages 10 --reconnects 200]

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    messages: { type: 'string', default: '10' },
    reconnects: { type: 'string', default: '200' },
    check: { type: 'boolean', default: true },
  },
});
const requests = Number(options.requests);
const messages = Number(options.messages);
const breakEvery = Math.max(1, Math.floor(requests / Number(options.reconnects)));
const sampleEvery = Math.max(1, Math.floor(requests / 20));
const atOnce = 20;

const account = { email: 'anna.bianchi@sportello.example', password: 'for this soak alone' };
const work = mkdtempSync(path.join(tmpdir(), 'sportello-soak-'));

const must = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; code: string }>): Promise<T> => {
  const result = await answer;
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

type Day = { relay: TestRelay; form: PageClient; slug: string; colleague: ConsoleClient; console: Program };

/** A colleague takes a request, talks and closes it; the console looks on. */
async function byColleague({ colleague }: Day, id: RequestId): Promise<void> {
  await must(colleague.command('request.assign', { id }));
  await must(colleague.command('chat.join', { id }));
  for (let n = 1; n < messages; n += 1) await must(colleague.command('chat.send', { id, text: sentence(8) }));
  await must(colleague.command('request.close', { id }));
}

/** The console itself takes one, talks and closes it, by its own bridge. */
async function byConsole({ console }: Day, id: RequestId, texts: readonly string[]): Promise<void> {
  await console.page.evaluate(
    async ([request, all]) => {
      const { call } = window.sportello;
      const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
      // While the connection is broken it is off, as for a person; the person tries again.
      for (let done = false; !done;) {
        const answer = await call('request.assign', { id: request });
        done = answer.ok || answer.code === 'already-assigned';
        if (!done) await soon();
      }
      while (!(await call('chat.join', { id: request })).ok) {
        const details = await call('request.read', { id: request });
        if (details?.request.chat === 'joined') break;
        await soon();
      }
      for (const text of all) await call('chat.send', { id: request, text });
      await call('request.close', { id: request });
    },
    [id, texts] as const,
  );
}

/**
 * Memory of main and of the page in MiB, after both have collected their garbage. What stands for something of Electron's
 * own, such as a menu, is let go in one round and is gone in the next.
 */
async function memoryOf({ app, page }: Program): Promise<{ main: number; page: number }> {
  const main = await inMain(app, async () => {
    for (let round = 0; round < 4; round += 1) {
      (globalThis as unknown as { gc: () => void }).gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return process.memoryUsage().heapUsed;
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number };
  await cdp.detach();
  return { main: main / 1_048_576, page: usedSize / 1_048_576 };
}

async function play(
  day: Day,
  breakConnection: (n: number) => Promise<void>,
): Promise<{ main: number; page: number }[]> {
  const samples: { main: number; page: number }[] = [];
  const one = async (n: number): Promise<void> => {
    const { id } = await must(
      day.form.command('request.submit', {
        slug: day.slug,
        name: personName(),
        email: `customer${n % 5_000}@acme.example`,
        problem: sentence(9),
        fields: {},
        language: 'en',
        page: '',
        website: '',
      }),
    );
    if (n % 10 === 0)
      await byConsole(
        day,
        id,
        Array.from({ length: messages - 1 }, () => sentence(8)),
      );
    else await byColleague(day, id);
  };
  for (let from = 0; from < requests; from += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, requests - from) }, (_, at) => from + at);
    await Promise.all(some.map(one));
    if (some.some((n) => n % breakEvery === breakEvery - 1)) await breakConnection(from);
    if (some.some((n) => n % sampleEvery === sampleEvery - 1)) {
      samples.push(await memoryOf(day.console));
      const { main, page } = samples.at(-1) ?? { main: 0, page: 0 };
      console.log(
        `${String(from + some.length).padStart(7)} requests   main ${main.toFixed(1)} MiB   page ${page.toFixed(1)} MiB`,
      );
    }
  }
  return samples;
}

const relay = await openTestRelay({ logLevel: 'error' });
await relay.accounts.addTechnician({ ...account, name: 'Anna Bianchi', role: 'technician' });
const { slug } = await relay.company('Acme Srl');
const cable = await layCable(Number(new URL(relay.url).port));
const env = { SPORTELLO_RELAY: cable.url, SPORTELLO_EMAIL: account.email, SPORTELLO_PASSWORD: account.password };
const program = await startProgram(path.join(work, 'profile'), env, undefined, ['--js-flags=--expose-gc']);
const live = (): Promise<void> =>
  expect(program.page.locator('header [role=status]')).toHaveText('Live', { timeout: 120_000 });
try {
  await live();
  const day: Day = {
    relay,
    slug,
    form: await relay.page(null),
    colleague: await relay.console(await relay.technician('Paolo Ricci')),
    console: program,
  };
  const samples = await play(day, async (n) => {
    cable.cut();
    // Every other time the machine slept meanwhile.
    if (n % 2 === 0) await inMain(program.app, ({ powerMonitor }) => void powerMonitor.emit('resume'));
  });

  await live();
  const start = (): Promise<Start> => program.page.evaluate(() => window.sportello.call('start.read', {}));
  await expect.poll(start, { timeout: 60_000 }).toMatchObject({ connection: { kind: 'live', unsent: 0 } });
  const counts = (await start()).lists?.counts;
  if (counts === undefined) throw new Error('signed out');
  const shown = await program.page.getByRole('radio').allInnerTexts();
  console.log(`counts ${JSON.stringify(counts)}; shown ${shown.join(', ').replaceAll('\n', ' ')}`);
  const settled = samples.slice(Math.ceil(samples.length / 10));
  const growth = (of: 'main' | 'page'): number => {
    const values = settled.map((sample) => sample[of]);
    const part = Math.max(1, Math.floor(values.length / 4));
    return median(values.slice(-part)) / median(values.slice(0, part));
  };
  finish(
    { requests, messages: requests * messages, samples },
    {
      "main's memory, last to first quarter": { ratio: growth('main'), atMost: 1.1 },
      "the page's memory, last to first quarter": { ratio: growth('page'), atMost: 1.1 },
      'requests counted, to those there were': { ratio: counts.all / requests, atLeast: 1, atMost: 1 },
      'completed, to those there were': { ratio: counts.completed / requests, atLeast: 1, atMost: 1 },
      'unread at the end': { ratio: counts.unread, atMost: 0 },
    },
    options.check,
  );
} finally {
  await program.quit();
  await cable.dispose();
  await relay.dispose();
  rmSync(work, { recursive: true, force: true });
}
