import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Connection } from './connection.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { openTestFiles, queueText, type TestFiles } from '../storage/testing/cache.ts';
import type { Storage } from '../storage/storage.ts';

type Sent = { id: string; text: unknown; answer: (result: Result<unknown>) => void };

/** The operations as the thread offers them: each answered a moment later. */
const asStorage = (files: TestFiles): Storage =>
  new Proxy({} as Storage, {
    get:
      (_target, name) =>
      async (...args: never[]): Promise<unknown> =>
        (files.operations[name as keyof TestFiles['operations']] as (...all: never[]) => unknown)(...args),
  });

describe('delivery', () => {
  let files: TestFiles;
  let sent: Sent[];
  let delivery: Delivery;
  let errors: unknown[];
  const settled: RequestId[] = [];
  const texts = (): unknown[] => sent.map(({ text }) => text);
  const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 1 });
  const done = ok({ position: 0, seq: 1 });

  beforeEach(() => {
    files = openTestFiles();
    sent = [];
    errors = [];
    settled.length = 0;
    const command = (id: string, _name: string, { text }: { text?: string }) =>
      new Promise((answer) => sent.push({ id, text, answer }));
    const connection = { command, isConnected: () => true } as unknown as Connection;
    delivery = createDelivery({
      storage: asStorage(files),
      connection: () => connection,
      onSettled: (id) => settled.push(id),
      onError: (error) => errors.push(error),
      random: () => 0,
    });
  });
  afterEach(() => {
    delivery.stop();
    expect(errors).toEqual([]);
    files.dispose();
  });

  it('sends in order within a request, and requests side by side', async () => {
    queueText(files.operations, 1, 1, 'a1');
    queueText(files.operations, 2, 1, 'a2');
    queueText(files.operations, 3, 2, 'b1');
    delivery.start();
    await until(() => expect(texts()).toEqual(['a1', 'b1']));
    sent[0]?.answer(done);
    await until(() => expect(texts()).toEqual(['a1', 'b1', 'a2']));
    sent[1]?.answer(done);
    sent[2]?.answer(done);
    await until(() => expect(settled).toEqual([1, 2, 1]));
    expect(files.operations.readWaiting(null)).toEqual([]);
  });

  it('sends again under the same id what found no answer, before what came after it', async () => {
    queueText(files.operations, 1, 1, 'first');
    queueText(files.operations, 2, 1, 'second');
    delivery.start();
    const codes = ['offline', 'relay-stopping', 'internal', 'rate-limited'] as const;
    for (const [n, code] of codes.entries()) {
      await until(() => expect(sent).toHaveLength(n + 1));
      sent[n]?.answer(refuse(code));
    }
    await until(() => expect(sent).toHaveLength(codes.length + 1));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    sent.at(-1)?.answer(done);
    await until(() => expect(sent.at(-1)?.text).toBe('second'));
  });

  it('keeps a refusal with its code and details, and goes on with the next', async () => {
    queueText(files.operations, 1, 1, 'refused');
    queueText(files.operations, 2, 1, 'next');
    delivery.start();
    await until(() => expect(sent).toHaveLength(1));
    sent[0]?.answer(refuse('not-assigned-to-you', { by: 'Anna' }));
    await until(() => expect(sent).toHaveLength(2));
    const [refused] = files.operations.readWaiting(null);
    expect(refused).toMatchObject({ state: 'refused', code: 'not-assigned-to-you', details: { by: 'Anna' } });
  });

  it('sends what is queued while it is sending, and nothing after it was stopped', async () => {
    queueText(files.operations, 1, 1, 'one');
    delivery.start();
    await until(() => expect(sent).toHaveLength(1));
    queueText(files.operations, 2, 1, 'two');
    delivery.start();
    sent[0]?.answer(done);
    await until(() => expect(texts()).toEqual(['one', 'two']));
    queueText(files.operations, 3, 1, 'three');
    delivery.stop();
    sent[1]?.answer(done);
    await until(() => expect(settled).toHaveLength(2));
    expect(texts()).toEqual(['one', 'two']);
  });
});
