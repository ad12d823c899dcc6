import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageId, Position, RequestId } from '../protocol/ids.ts';
import type { ConsoleClient } from './testing/console-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';

// What the relay holds makes nothing slower: the small form of bench/relay-growth.bench.ts. The best of several rounds
// counts, which other work on the machine spoils last.

const conversations = 200;
const perConversation = 100;
const long = 3_000;

describe('a relay that holds much', { timeout: 120_000 }, () => {
  let empty: TestRelay;
  let full: TestRelay;
  let anna: TestTechnician;
  let slug: string;
  const consoles = {} as Record<'empty' | 'full', ConsoleClient>;

  const say = (relay: TestRelay, id: RequestId, count: number): Promise<unknown> =>
    relay.store.write(async (tx) => {
      const author = { kind: 'customer' } as const;
      for (let n = 0; n < count; n += 1) {
        const body = { kind: 'text', text: `Line ${n} of many that somebody wrote` } as const;
        await tx.addMessage({ id: newId() as MessageId, requestId: id, at: n, author, body }, null);
      }
    });
  beforeAll(async () => {
    [empty, full] = [await openTestRelay(), await openTestRelay()];
    consoles.empty = await empty.console(await empty.technician('Anna'));
    anna = await full.technician('Anna');
    consoles.full = await full.console(anna);
    ({ slug } = await full.company('Acme Srl'));
    for (let n = 0; n < conversations; n += 1) await say(full, (await full.submit(slug)).id, perConversation);
  });
  afterAll(async () => {
    await empty.dispose();
    await full.dispose();
  });

  it('appends to a new and to a long conversation as fast as an empty one does', async () => {
    const { slug: elsewhere } = await empty.company('Acme Srl');
    const lengthy = await full.submit(slug);
    await say(full, lengthy.id, long);
    const append = async (console: ConsoleClient, id: RequestId): Promise<number> => {
      const begin = performance.now();
      await Promise.all(Array.from({ length: 60 }, (_, n) => console.command('chat.note', { id, text: `Line ${n}` })));
      return performance.now() - begin;
    };
    const times = { empty: [] as number[], full: [] as number[], long: [] as number[] };
    const slower = (of: 'full' | 'long'): number => Math.min(...times[of]) / Math.min(...times.empty);
    // What really grows does not get better with more rounds; what other work on the machine spoilt does.
    for (let round = 0; round < 15 || (round < 100 && (slower('full') >= 1.3 || slower('long') >= 1.3)); round += 1) {
      times.empty.push(await append(consoles.empty, (await empty.submit(elsewhere)).id));
      times.full.push(await append(consoles.full, (await full.submit(slug)).id));
      times.long.push(await append(consoles.full, lengthy.id));
    }
    expect(slower('full')).toBeLessThan(1.3);
    expect(slower('long')).toBeLessThan(1.3);
  });

  it('lets others work while consoles that were away catch up, a page at a time', async () => {
    /** Answers how many pages it took. */
    const readAll = async (console: ConsoleClient): Promise<number> => {
      let pages = 0;
      for (let after = 0 as Position, more = true; more; pages += 1) {
        const page = await console.query('stream.read', { after });
        if (!page.ok) throw new Error(page.code);
        ({ to: after, more } = page.value);
      }
      return pages;
    };
    const { id } = await full.submit(slug);
    const away = await Promise.all(Array.from({ length: 5 }, () => full.console(anna)));
    let isOver = false;
    let given = 0;
    const colleague = (async () => {
      for (; !isOver; given += 1) await consoles.full.command('chat.note', { id, text: 'How long?' });
    })();
    const pages = await Promise.all(away.map(readAll));
    isOver = true;
    await colleague;
    expect(Math.min(...pages)).toBeGreaterThan((conversations * perConversation) / 500);
    // A command waits for about a page, not for one of each console that reads.
    expect(given).toBeGreaterThan(pages.reduce((sum, count) => sum + count, 0) / 3);
  });
});
