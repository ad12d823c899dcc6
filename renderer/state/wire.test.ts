import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState, Start } from '../../preload/contract.ts';
import type { Settings } from '../../preload/settings-contract.ts';

const connection = (kind: ConnectionState['kind']): ConnectionState => ({
  kind,
  since: null,
  unsent: 0,
  progress: null,
});
const counts = { all: 3, new: 1, active: 1, completed: 1, unread: 2 };
const start: Start = {
  app: { version: '1', platform: 'linux', systemLanguage: 'en', locale: 'en' },
  settings: { filter: 'all', sort: { column: 'created', descending: true } } as Settings,
  account: { kind: 'signed-out', relay: '', email: '', reason: null },
  connection: connection('connecting'),
  lists: { requests: { rows: [], offset: 0, total: 3, counts }, mine: [], counts },
};

describe('the page when it begins', () => {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const tell = (name: string, payload: unknown): void => listeners.get(name)?.forEach((listen) => listen(payload));
  const bridge = { start: vi.fn<() => Promise<Start | null>>(), call: vi.fn<(name: string) => Promise<unknown>>() };

  beforeEach(() => {
    vi.resetModules();
    bridge.call.mockReset();
    const on = (name: string, listen: (payload: unknown) => void) => {
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listen));
      return () => listeners.get(name)?.delete(listen);
    };
    vi.stubGlobal('window', {
      location: { search: '' },
      addEventListener: () => {},
      removeEventListener: () => {},
      sportello: { ...bridge, on },
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  async function wired() {
    const [{ wire }, { useConnection }, { useCounts }, { useRequestList }] = await Promise.all([
      import('./wire.ts'),
      import('./connection.ts'),
      import('./counts.ts'),
      import('./request-list.ts'),
    ]);
    const end = await wire();
    await vi.waitFor(() => expect(useRequestList.getState().loaded).toBe(true));
    end();
    return {
      kind: useConnection.getState().kind,
      counts: useCounts.getState(),
      total: useRequestList.getState().total,
    };
  }

  it('is filled by what was read before its script was there', async () => {
    bridge.start.mockResolvedValue(start);
    expect(await wired()).toEqual({ kind: 'connecting', counts, total: 3 });
    expect(bridge.call).not.toHaveBeenCalled();
  });

  it('reads that again where something has changed since', async () => {
    bridge.start.mockResolvedValue(null);
    bridge.call.mockResolvedValue({ ...start, connection: connection('live') });
    expect(await wired()).toMatchObject({ kind: 'live' });
    expect(bridge.call.mock.calls).toEqual([['start.read', {}]]);
  });

  it('believes what main tells, not an answer that was overtaken by it', async () => {
    bridge.start.mockImplementation(() => {
      tell('connection.changed', connection('live'));
      return Promise.resolve(start);
    });
    expect(await wired()).toMatchObject({ kind: 'live' });
  });
});
