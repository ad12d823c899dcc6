import type { Entry } from '../../protocol/entries.ts';
import type { PortalId, TechnicianId } from '../../protocol/ids.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import type { Store, Writer } from '../../server/store/store.ts';
import { technicianId } from '../../main/storage/testing/entries.ts';
import { pages, type History } from './history.ts';

/** Entries a transaction. */
const pageSize = 2_000;

async function writeEntry(tx: Writer, { kind, row }: Entry, me: TechnicianId, portalId: PortalId): Promise<void> {
  // The history's first technician is whoever signs in.
  const technician = <T extends TechnicianId | null>(id: T): T => (id === technicianId(1) ? (me as T) : id);
  switch (kind) {
    case 'company':
      await tx.putCompany(row);
      return;
    case 'technician': {
      if (row.id === technicianId(1)) return;
      const account = { email: `${row.id}@relay.example`, role: 'technician', passwordHash: '' } as const;
      await tx.putAccount({ ...account, id: row.id, name: row.name, available: false, allCompanies: false });
      return;
    }
    case 'request': {
      const { assigneeId, closedById } = row;
      const who = { assigneeId: technician(assigneeId), closedById: technician(closedById) };
      await tx.putRequest({
        ...row,
        ...who,
        portalId,
        exposedAt: assigneeId === null ? null : row.position,
        withdrawnAt: null,
        joinedAt: null,
      });
      return;
    }
    case 'message': {
      const author = row.author.kind === 'technician' ? { ...row.author, id: technician(row.author.id) } : row.author;
      await tx.addMessage({ ...row, author }, author.kind === 'customer' ? row.at : null);
      return;
    }
    default:
      // What follows from these (activities) the store writes itself.
      return;
  }
}

async function whoSignsIn(store: Store): Promise<{ me: TechnicianId; portalId: PortalId }> {
  const [account] = await store.read.accounts();
  const [portal] = await store.read.portals();
  if (account === undefined || portal === undefined) throw new Error('the relay has its sample');
  return { me: account.id, portalId: portal.id as PortalId };
}

/** Fills the data folder of a relay that is not running, and has its sample, with a history; answers how many entries that is. */
export async function fillRelay(folder: string, of: History): Promise<number> {
  const store = openSqliteStore(folder);
  try {
    const { me, portalId } = await whoSignsIn(store);
    let entries = 0;
    for (const page of pages(of, pageSize)) {
      await store.write(async (tx) => {
        for (const entry of page) await writeEntry(tx, entry, me, portalId);
      });
      entries += page.length;
    }
    return entries;
  } finally {
    store.close();
  }
}
