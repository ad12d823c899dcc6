import type { CompanyId, RequestId, TechnicianId } from '../protocol/ids.ts';
import type { Presence } from '../protocol/live.ts';
import type { Reader } from './store/store.ts';

/** Who is connected, looks at and types in what: the relay's memory, never on disk. */
export type Presences = ReturnType<typeof createPresences>;

export type PresenceParts = {
  read: Reader;
  clock: () => number;
  /** Milliseconds after which a technician whose last console is gone counts as away. */
  awayAfter: number;
  /** Milliseconds after which his customers are told that the connection is lost: a blink is nobody's business. */
  lostAfter: number;
  /** When technicians were last seen before the relay started: one who was here a moment ago is still near. */
  lastSeenBefore: readonly { technicianId: TechnicianId; at: number }[];
  onChanged: (id: RequestId) => void;
};

type Here = { viewing: RequestId | null; typing: boolean; there: boolean };
/** A technician whose last console is gone, and what was told of it so far. */
type Leaving = { since: number; isLostTold: boolean; isAwayTold: boolean };

/** Keeps presence by console (`connectionId`), answers it by technician and request. */
export function createPresences({ read, clock, awayAfter, lostAfter, lastSeenBefore, onChanged }: PresenceParts) {
  const startedAt = clock();
  const consoles = new Map<TechnicianId, Map<string, Here>>();
  const leaving = new Map<TechnicianId, Leaving>(
    lastSeenBefore.map(({ technicianId, at }) => [technicianId, { since: at, isLostTold: false, isAwayTold: false }]),
  );
  /** When the connection of a console was lost at which somebody was: a blink is no absence. */
  const lostThere = new Map<TechnicianId, number>();
  /** Whether somebody is at the technician's consoles, as it was told last. */
  const attendanceTold = new Map<TechnicianId, boolean>();
  const pages = new Map<RequestId, Map<string, { typing: boolean }>>();

  const changed = (id: RequestId | null): void => {
    if (id !== null) onChanged(id);
  };
  const isConnected = (technician: TechnicianId): boolean => consoles.has(technician);
  const isNear = (technician: TechnicianId): boolean =>
    isConnected(technician) || clock() - (leaving.get(technician)?.since ?? -Infinity) < awayAfter;
  /** Nobody can be blamed for silence while the relay was down, so that counts from its start. */
  const silentSince = (technician: TechnicianId): number | null =>
    isConnected(technician) ? null : Math.max(startedAt, leaving.get(technician)?.since ?? 0);
  const isLost = (technician: TechnicianId): boolean => clock() - (silentSince(technician) ?? clock()) >= lostAfter;

  /** Whether somebody is at one of these consoles; null: he may be about to come back to another one. */
  function isAttended(technician: TechnicianId, here: ReadonlyMap<string, Here>): boolean | null {
    if ([...here.values()].some(({ there }) => there)) return true;
    return clock() - (lostThere.get(technician) ?? startedAt) >= awayAfter ? false : null;
  }

  return {
    /** Since when no console of the technician is connected; null while one is. */
    silentSince,
    /** Whether his customers should know that the technician's connection is lost. */
    isLost,
    /** Available, not absent, and within reach of a console: the one value that queue and colleagues go by. */
    isReachable: async (technician: TechnicianId): Promise<boolean> => {
      const account = isNear(technician) ? await read.account(technician) : null;
      return account !== null && account.available && !account.absent;
    },
    /** Whether such a technician may serve the company. */
    isAnybodyReachable: async (company: CompanyId): Promise<boolean> =>
      read.isAnyAvailable(company, [...consoles.keys(), ...[...leaving.keys()].filter(isNear)]),
    isTyping: (id: RequestId, technician: TechnicianId): boolean =>
      [...(consoles.get(technician)?.values() ?? [])].some((here) => here.viewing === id && here.typing),

    consoleConnected: (technician: TechnicianId, connectionId: string, there: boolean): void => {
      const here = consoles.get(technician) ?? new Map<string, Here>();
      here.set(connectionId, { viewing: null, typing: false, there });
      consoles.set(technician, here);
      leaving.delete(technician);
    },
    consoleGone: (technician: TechnicianId, connectionId: string): void => {
      const here = consoles.get(technician);
      const gone = here?.get(connectionId);
      const viewing = gone?.viewing ?? null;
      if (gone?.there === true) lostThere.set(technician, clock());
      here?.delete(connectionId);
      if (here?.size === 0) {
        consoles.delete(technician);
        attendanceTold.delete(technician);
        leaving.set(technician, { since: clock(), isLostTold: false, isAwayTold: false });
      }
      changed(viewing);
    },
    /** Somebody came to this console, or left it. */
    attend: (technician: TechnicianId, connectionId: string, there: boolean): void => {
      const here = consoles.get(technician)?.get(connectionId);
      if (here !== undefined) here.there = there;
    },
    /** Technicians with a console of whom it was not told yet that they are at one, or at none any more. */
    attendance: (): { technician: TechnicianId; there: boolean }[] =>
      [...consoles].flatMap(([technician, here]) => {
        const there = isAttended(technician, here);
        return there === null || there === attendanceTold.get(technician) ? [] : [{ technician, there }];
      }),
    attendanceTold: (technician: TechnicianId, there: boolean): void => void attendanceTold.set(technician, there),
    /** Technicians who since the last look have been gone long enough to count as lost, or as away. */
    fade: (): { lost: TechnicianId[]; away: TechnicianId[] } => {
      const lost = [...leaving].filter(([technician, told]) => !told.isLostTold && isLost(technician));
      const away = [...leaving].filter(([technician, told]) => !told.isAwayTold && !isNear(technician));
      for (const [, told] of lost) told.isLostTold = true;
      for (const [, told] of away) told.isAwayTold = true;
      return { lost: lost.map(([technician]) => technician), away: away.map(([technician]) => technician) };
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
      if (here === undefined || (here.viewing === id && here.typing === typing)) return;
      const before = here.viewing;
      Object.assign(here, { viewing: id, typing });
      if (before !== id) changed(before);
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
      if (here === undefined || here.typing === typing) return;
      here.typing = typing;
      changed(id);
    },
    /** Requests at which somebody is. */
    ids: (): RequestId[] => {
      const viewed = [...consoles.values()].flatMap((here) =>
        [...here.values()].flatMap(({ viewing }) => viewing ?? []),
      );
      return [...new Set([...pages.keys(), ...viewed])];
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
