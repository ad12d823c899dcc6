import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import type { ErrorCode, Result } from '../protocol/errors.ts';
import { createOutbox, moveOutbox, outboxPlace, type Entry } from './outbox.ts';
import { createSaved, type Saved } from './saved.ts';
import { memoryStorage } from './testing/storage.ts';

/** What becomes of one try: the way there or back is lost, or the relay is busy, or there is an answer. */
type Fate = 'answered' | 'lost on the way' | 'answer lost' | 'busy';
const refusal = (code: ErrorCode): Result<unknown> => ({ ok: false, code });

/** The relay as it promises to be: a command takes effect once for its id, and gets the same answer again. */
function relay(fates: Fate[] = []) {
  const taken = new Map<string, string>();
  return {
    texts: (): string[] => [...taken.values()],
    send: async ({ id, name, input }: Entry): Promise<Result<unknown>> => {
      const fate = fates.shift() ?? 'answered';
      if (fate === 'lost on the way') return refusal('offline');
      if (fate === 'busy') return refusal('rate-limited');
      if (name === 'chat.send' && !taken.has(id)) taken.set(id, input.text);
      return fate === 'answer lost' ? refusal('offline') : { ok: true, value: {} };
    },
  };
}

const open = (saved: Saved, send: (entry: Entry) => Promise<Result<unknown>>, place = outboxPlace(1)) =>
  createOutbox({ saved, place, send, onChanged: () => {}, clock: () => 0, newId });

describe('the outbox', () => {
  it('delivers each text once and in order, whatever is lost and however often the page is loaded again', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Fate>('answered', 'lost on the way', 'answer lost', 'busy'), { maxLength: 20 }),
        fc.array(fc.constantFrom('write', 'live', 'reload'), { minLength: 1, maxLength: 20 }),
        async (fates, steps) => {
          vi.useFakeTimers();
          const saved = createSaved(memoryStorage(), 'acme');
          const { send, texts } = relay(fates);
          let outbox = open(saved, send);
          const written: string[] = [];
          for (const step of steps) {
            if (step === 'write') {
              written.push(`text ${written.length}`);
              outbox.add('chat.send', { text: written.at(-1) ?? '' });
            } else if (step === 'live') outbox.flush();
            else {
              outbox.end();
              outbox = open(saved, send);
            }
            await vi.advanceTimersByTimeAsync(0);
          }
          while (texts().length < written.length || saved.keys(outboxPlace(1)).length > 0) {
            outbox.flush();
            await vi.advanceTimersByTimeAsync(5_000);
          }
          outbox.end();
          vi.useRealTimers();
          expect(texts()).toEqual(written);
        },
      ),
      { numRuns: 200 },
    ));

  it('tries again by itself what the relay had no time for', async () => {
    vi.useFakeTimers();
    const { send, texts } = relay(['busy']);
    const outbox = open(createSaved(memoryStorage(), 'acme'), send);
    outbox.add('chat.send', { text: 'hello' });
    await vi.advanceTimersByTimeAsync(0);
    expect(texts()).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(texts()).toEqual(['hello']);
  });

  it('keeps a refused text with the reason, over a reload too, and goes on with the next', async () => {
    const saved = createSaved(memoryStorage(), 'acme');
    const send = async ({ input }: Entry): Promise<Result<unknown>> =>
      'text' in input && input.text === 'too late' ? refusal('request-closed') : { ok: true, value: {} };
    const outbox = open(saved, send);
    outbox.add('chat.send', { text: 'too late' });
    outbox.add('chat.send', { text: 'fine' });
    await vi.waitFor(() => expect(outbox.entries().map(({ state }) => state)).toEqual(['refused', 'accepted']));
    const [refused] = open(saved, send).entries();
    expect(refused).toMatchObject({
      input: { text: 'too late' },
      state: 'refused',
      refusal: { code: 'request-closed' },
    });
    outbox.discard(refused?.id ?? '');
    expect(open(saved, send).entries()).toEqual([]);
  });

  it('shows an accepted text until the log has it', async () => {
    const outbox = open(createSaved(memoryStorage(), 'acme'), relay().send);
    outbox.add('chat.send', { text: 'hello' });
    await vi.waitFor(() => expect(outbox.entries()[0]?.state).toBe('accepted'));
    outbox.seen(new Set([outbox.entries()[0]?.id ?? '']));
    expect(outbox.entries()).toEqual([]);
  });

  it('does not send what the log has already', async () => {
    const saved = createSaved(memoryStorage(), 'acme');
    const before = open(saved, async () => refusal('offline'));
    before.add('chat.send', { text: 'hello' });
    const { send, texts } = relay();
    const outbox = open(saved, send);
    outbox.seen(new Set(outbox.entries().map(({ id }) => id)));
    outbox.flush();
    expect(texts()).toEqual([]);
    expect(saved.keys(outboxPlace(1))).toEqual([]);
  });

  it('goes along to the request that carries this one on, where what was refused gets another chance', async () => {
    const saved = createSaved(memoryStorage(), 'acme');
    const closed = open(saved, async () => refusal('request-closed'));
    closed.add('chat.send', { text: 'wait!' });
    await vi.waitFor(() => expect(closed.entries()[0]?.state).toBe('refused'));
    moveOutbox(saved, 1, 2);
    const { send, texts } = relay();
    open(saved, send, outboxPlace(2)).flush();
    await vi.waitFor(() => expect(texts()).toEqual(['wait!']));
    expect(saved.keys(outboxPlace(1))).toEqual([]);
  });

  it('lets go of what the request before had accepted', async () => {
    const outbox = open(createSaved(memoryStorage(), 'acme'), async () => refusal('command-id-reused'));
    outbox.add('chat.send', { text: 'hello' });
    await vi.waitFor(() => expect(outbox.entries()).toEqual([]));
  });
});
