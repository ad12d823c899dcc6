import type { TechnicianId } from '../protocol/ids.ts';
import type { Presences } from './presence.ts';
import type { Store } from './store/store.ts';

export type AbsenceParts = { store: Store; presences: Pick<Presences, 'attendance' | 'attendanceTold'> };

/**
 * Keeps availability truthful over all consoles of a technician (spec 8.6). Whoever is Available and at none of those
 * that are connected is absent, which is kept beside the own word and never changes it: whoever comes back to any of
 * them is Available again, and whoever chose Unavailable stays so.
 */
export function createAbsence({ store, presences }: AbsenceParts) {
  const note = async (technician: TechnicianId, absent: boolean): Promise<void> => {
    // Most who are looked at are as they were.
    if ((await store.read.account(technician))?.absent === absent) return;
    await store.write(async (tx) => {
      const account = await tx.account(technician);
      if (account !== null && account.available && account.absent !== absent) await tx.setAbsent(technician, absent);
    });
  };
  return {
    /** Somebody is at a console of the technician, which is about to be told what he may see. */
    returned: (technician: TechnicianId): Promise<void> => note(technician, false),
    /** Follows who left the last console and who came back to one since the last look. */
    sweep: async (): Promise<void> => {
      for (const { technician, there } of presences.attendance()) {
        await note(technician, !there);
        presences.attendanceTold(technician, there);
      }
    },
  };
}
