import type { Position, TechnicianId } from '../../protocol/ids.ts';
import { reachMethods, type ReachMethod } from '../../protocol/reach.ts';
import type { StoredReach } from '../store/reach-store.ts';
import type { Reader } from '../store/store.ts';

/** The order in which methods are used unless a technician wants it otherwise: mail first, what rings later. */
const firstAfterMinutes: Readonly<Record<ReachMethod, number>> = { email: 5, webhook: 5, text: 10 };

/** What a technician chose for each method; where he chose nothing it is off, and his own address is offered for mail. */
export async function choicesOf(read: Reader, technician: TechnicianId): Promise<StoredReach[]> {
  const chosen = await read.reachOf(technician);
  const email = (await read.account(technician))?.email ?? '';
  return reachMethods.map(
    (method): StoredReach =>
      chosen.find((choice) => choice.method === method) ?? {
        technicianId: technician,
        method,
        on: false,
        address: method === 'email' ? email : '',
        afterMinutes: firstAfterMinutes[method],
        shape: 'generic',
        toldTo: 0 as Position,
        nextAt: 0,
      },
  );
}
