import type { Namespace, Socket } from 'socket.io';
import type { EntriesPush } from '../../protocol/entries.ts';
import type { CompanyId, Position } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/live.ts';
import type { Scope } from '../../protocol/technicians.ts';
import { isVisible } from '../access.ts';
import type { Reader, RequestSight } from '../store/store.ts';
import { entriesToPush, type SortedChanges } from '../stream.ts';

/** Live consoles that share a scope, and where they stand in the stream. */
type Audience = { scope: Scope; sentTo: Position; members: Set<Socket> };

const roomOf = (scope: Scope): string => `scope ${scope.revision}`;

/** Sorts live consoles by scope, so that what a commit changed is read and written once for all who see the same. */
export function createAudiences(namespace: Namespace, read: Reader) {
  const audiences = new Map<string, Audience>();
  /** Whom a company concerns: of hundreds of audiences a message is the business of a few. */
  const byCompany = new Map<CompanyId, Set<Audience>>();

  function begin(scope: Scope, sentTo: Position): Audience {
    const audience: Audience = { scope, sentTo, members: new Set() };
    audiences.set(scope.revision, audience);
    for (const id of scope.companies) byCompany.set(id, (byCompany.get(id) ?? new Set()).add(audience));
    return audience;
  }
  function end(audience: Audience): void {
    audiences.delete(audience.scope.revision);
    for (const id of audience.scope.companies) {
      const concerned = byCompany.get(id);
      if (concerned?.delete(audience) && concerned.size === 0) byCompany.delete(id);
    }
  }
  const concernedBy = (changes: SortedChanges): Iterable<Audience> =>
    changes.everybody.length > 0
      ? audiences.values()
      : new Set([...changes.byCompany.keys()].flatMap((id) => [...(byCompany.get(id) ?? [])]));

  return {
    /** From here on pushes reach this console. */
    join: (socket: Socket, scope: Scope, at: Position): void => {
      const audience = audiences.get(scope.revision) ?? begin(scope, at);
      audience.members.add(socket);
      void socket.join(roomOf(scope));
    },
    leave: (socket: Socket, scope: Scope): void => {
      const audience = audiences.get(scope.revision);
      if (audience?.members.delete(socket) && audience.members.size === 0) end(audience);
      void socket.leave(roomOf(scope));
    },
    /** Sends to each audience what of the changes up to `to` is its to see. */
    push: async (to: Position, changes: SortedChanges): Promise<void> => {
      for (const audience of concernedBy(changes)) {
        const { scope, sentTo: from } = audience;
        if (from >= to) continue;
        const entries = await entriesToPush(read, scope, changes, from, to);
        if (entries.length === 0) continue;
        audience.sentTo = to;
        namespace.to(roomOf(scope)).emit('entries', { from, to, entries } satisfies EntriesPush);
      }
    },
    /** Tells all audiences that there is more up to `to`; each console then asks for it, a page at a time. */
    nudge: (to: Position): void => {
      for (const audience of audiences.values()) {
        if (audience.sentTo >= to) continue;
        audience.sentTo = to;
        namespace.to(roomOf(audience.scope)).emit('entries', { from: to, to, entries: [] } satisfies EntriesPush);
      }
    },
    /** Tells who is at a request to those who may see it. */
    presence: (request: RequestSight, presence: Presence): void => {
      const concerned = [...(byCompany.get(request.companyId) ?? [])];
      const rooms = concerned.flatMap(({ scope }) => (isVisible(request, scope) ? roomOf(scope) : []));
      if (rooms.length > 0) namespace.to(rooms).emit('presence', presence);
    },
  };
}
