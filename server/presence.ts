import type { RequestId, TechnicianId } from '../protocol/ids.ts';
import type { Presence } from '../protocol/live.ts';
import type { Reader } from './store/store.ts';

/** Who is connected, looks at and types in what: the relay's memory, never on disk. */
export type Presences = ReturnType<typeof createPresences>;

export type PresenceParts = {
  read: Reader;
  clock: () => number;
  /** Milliseconds after which a technician whose last console is gone counts as away. */
  awayAfter: number;
  onChanged: (id: RequestId) => void;
};

type Here = { viewing: RequestId | null; typing: boolean };

/** Keeps presence by console (`connectionId`), answers it by technician and request. */
export function createPresences({ read, clock, awayAfter, onChanged }: PresenceParts) {
  const consoles = new Map<TechnicianId, Map<string, Here>>();
  const lastSeen = new Map<TechnicianId, number>();
  const pages = new Map<RequestId, Map<string, { typing: boolean }>>();

  const changed = (id: RequestId | null): void => {
    if (id !== null) onChanged(id);
  };
  const isConnected = (technician: TechnicianId): boolean => consoles.has(technician);
  const isNear = (technician: TechnicianId): boolean =>
    isConnected(technician) || clock() - (lastSeen.get(technician) ?? -Infinity) < awayAfter;

  return {
    isConnected,
    /** Since when no console of the technician is connected; null while one is, or if none ever was. */
    silentSince: (technician: TechnicianId): number | null =>
      isConnected(technician) ? null : (lastSeen.get(technician) ?? null),
    /** Available by his own word and within reach of a console: the one value that queue and colleagues go by. */
    isReachable: async (technician: TechnicianId): Promise<boolean> =>
      isNear(technician) && ((await read.account(technician))?.available ?? false),
    isTyping: (id: RequestId, technician: TechnicianId): boolean =>
      [...(consoles.get(technician)?.values() ?? [])].some((here) => here.viewing === id && here.typing),

    consoleConnected: (technician: TechnicianId, connectionId: string): void => {
      const here = consoles.get(technician) ?? new Map<string, Here>();
      here.set(connectionId, { viewing: null, typing: false });
      consoles.set(technician, here);
    },
    consoleGone: (technician: TechnicianId, connectionId: string): void => {
      const here = consoles.get(technician);
      const viewing = here?.get(connectionId)?.viewing ?? null;
      here?.delete(connectionId);
      if (here?.size === 0) {
        consoles.delete(technician);
        lastSeen.set(technician, clock());
      }
      changed(viewing);
    },
    view: (technician: TechnicianId, connectionId: string, id: RequestId | null): void => {
      const here = consoles.get(technician)?.get(connectionId);
      if (here === undefined || here.viewing === id) return;
      const before = here.viewing;
      Object.assign(here, { viewing: id, typing: false });
      changed(before);
      changed(id);
    },
    type: (technician: TechnicianId, connectionId: string, id: RequestId, typing: boolean): void => {
      const here = consoles.get(technician)?.get(connectionId);
      if (here === undefined) return;
      Object.assign(here, { viewing: id, typing });
      changed(id);
    },
    pageConnected: (id: RequestId, connectionId: string): void => {
      const here = pages.get(id) ?? new Map<string, { typing: boolean }>();
      here.set(connectionId, { typing: false });
      pages.set(id, here);
      changed(id);
    },
    pageGone: (id: RequestId, connectionId: string): void => {
      const here = pages.get(id);
      here?.delete(connectionId);
      if (here?.size === 0) pages.delete(id);
      changed(id);
    },
    pageTypes: (id: RequestId, connectionId: string, typing: boolean): void => {
      const here = pages.get(id)?.get(connectionId);
      if (here === undefined) return;
      here.typing = typing;
      changed(id);
    },
    of: (id: RequestId): Presence => {
      const technicians = new Map<TechnicianId, boolean>();
      for (const [technician, here] of consoles) {
        for (const { viewing, typing } of here.values()) {
          if (viewing === id) technicians.set(technician, typing || (technicians.get(technician) ?? false));
        }
      }
      const customer = [...(pages.get(id)?.values() ?? [])];
      return {
        id,
        technicians: [...technicians].map(([technician, typing]) => ({ id: technician, typing })),
        customer: { connected: customer.length > 0, typing: customer.some((page) => page.typing) },
      };
    },
  };
}
