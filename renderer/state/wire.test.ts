import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../preload/contract.ts';

const connection = (kind: ConnectionState['kind']): ConnectionState => ({
  kind,
  since: null,
  unsent: 0,
  progress: null,
});

describe('the page when it begins', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('believes what main tells, not an answer that was overtaken by it', async () => {
    const listeners = new Map<string, Set<(payload: unknown) => void>>();
    const tell = (name: string, payload: unknown): void => listeners.get(name)?.forEach((listen) => listen(payload));
    const answers: Record<string, () => unknown> = {
      'app.read': () => ({ version: '1', platform: 'linux', systemLanguage: 'en', locale: 'en' }),
      'settings.read': () => ({ filter: 'all', sort: { column: 'createdAt', descending: true } }),
      'account.read': () => ({ kind: 'signed-out', relay: '', email: '', reason: null }),
      'connection.read': () => {
        tell('connection.changed', connection('live'));
        return connection('connecting');
      },
      'counts.read': () => ({ all: 3, new: 1, active: 1, completed: 1, unread: 0 }),
    };
    vi.stubGlobal('window', {
      location: { search: '' },
      addEventListener: () => {},
      removeEventListener: () => {},
      sportello: {
        call: async (name: string) => answers[name]?.(),
        on: (name: string, listen: (payload: unknown) => void) => {
          listeners.set(name, (listeners.get(name) ?? new Set()).add(listen));
          return () => listeners.get(name)?.delete(listen);
        },
      },
    });
    vi.stubGlobal('location', { search: '' });
    const [{ wire }, { useConnection }, { useCounts }] = await Promise.all([
      import('./wire.ts'),
      import('./connection.ts'),
      import('./counts.ts'),
    ]);
    const end = await wire();
    expect(useConnection.getState().kind).toBe('live');
    expect(useCounts.getState().all).toBe(3);
    end();
  });
});
