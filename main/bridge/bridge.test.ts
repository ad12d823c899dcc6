import type { WebContents } from 'electron/main';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventName } from '../../preload/contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { openBridge, type BridgeParts } from './bridge.ts';

const id = (number: number): RequestId => number as RequestId;

describe('events to a page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open() {
    const sent: [EventName, unknown][][] = [];
    const page = {
      isDestroyed: () => false,
      send: (_channel: string, batch: [EventName, unknown][]) => sent.push(batch),
    };
    const bridge = openBridge({
      door: { answerBy: () => undefined, close: () => undefined } as unknown as BridgeParts['door'],
      handlers: {} as BridgeParts['handlers'],
      pages: () => [page as unknown as WebContents],
      onError: () => undefined,
    });
    return { bridge, sent };
  }
  const turn = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);
  const frame = (): Promise<void> => vi.advanceTimersByTimeAsync(16).then(() => undefined);

  it('go at once, those of one turn together', async () => {
    const { bridge, sent } = open();
    bridge.send('requests.changed', { ids: [id(1)] });
    bridge.send('notices.changed', {});
    await turn();
    expect(sent).toEqual([
      [
        ['requests.changed', { ids: [1] }],
        ['notices.changed', {}],
      ],
    ]);
  });

  it('of one name wait for the end of its frame, as one', async () => {
    const { bridge, sent } = open();
    bridge.send('requests.changed', { ids: [id(1)] });
    await turn();
    bridge.send('requests.changed', { ids: [id(2)] });
    bridge.send('requests.changed', { ids: [id(3), id(2)] });
    await turn();
    expect(sent).toHaveLength(1);
    await frame();
    expect(sent.slice(1)).toEqual([[['requests.changed', { ids: [2, 3] }]]]);
  });

  it('wait for nothing of another name', async () => {
    const { bridge, sent } = open();
    bridge.send('notices.changed', {});
    await turn();
    bridge.send('notices.changed', {});
    bridge.send('requests.changed', { ids: null });
    await turn();
    expect(sent.slice(1)).toEqual([[['requests.changed', { ids: null }]]]);
    await frame();
    expect(sent.slice(2)).toEqual([[['notices.changed', {}]]]);
  });

  it('of a closed bridge go nowhere', async () => {
    const { bridge, sent } = open();
    bridge.send('notices.changed', {});
    await turn();
    bridge.send('notices.changed', {});
    bridge.close();
    await frame();
    expect(sent).toHaveLength(1);
  });
});
