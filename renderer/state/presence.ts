import { create } from 'zustand';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/live.ts';
import { useAccount } from './account.ts';

/** Who is at which request right now, of those that main told of. */
const usePresences = create<{ byRequest: ReadonlyMap<RequestId, Presence> }>(() => ({ byRequest: new Map() }));

const isNobodyThere = ({ technicians, customer }: Presence): boolean => technicians.length === 0 && !customer.connected;

/** Takes word of who is at a request. `keep`: also if that is nobody, because it is on screen. */
export function presenceChanged(presence: Presence, keep: boolean): void {
  const byRequest = new Map(usePresences.getState().byRequest);
  if (keep || !isNobodyThere(presence)) byRequest.set(presence.id, presence);
  else byRequest.delete(presence.id);
  usePresences.setState({ byRequest });
}

/** Nothing is known of anybody while there is no connection. */
export const forgetPresences = (): void => usePresences.setState({ byRequest: new Map() });

export const usePresence = (id: RequestId | null): Presence | null =>
  usePresences(({ byRequest }) => (id === null ? null : (byRequest.get(id) ?? null)));

const nobody: Presence['technicians'] = [];
const me = (): TechnicianId | null => {
  const account = useAccount.getState();
  return account.kind === 'signed-in' ? account.me.id : null;
};

/** Colleagues who look at a request or type in it (spec 8.9). */
export function useColleaguesAt(id: RequestId): Presence['technicians'] {
  const presence = usePresence(id);
  const others = presence?.technicians.filter((technician) => technician.id !== me()) ?? nobody;
  return others.length === 0 ? nobody : others;
}
