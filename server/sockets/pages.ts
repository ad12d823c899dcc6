import type { Namespace, Socket } from 'socket.io';
import type { CompanyId, RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { CustomerMessage, CustomerView, PortalUpdate } from '../../protocol/live.ts';
import { customerMessage, customerView, type ViewParts } from '../customer-view.ts';
import type { Message } from '../../protocol/model.ts';
import type { Account, Commit, StoredRequest } from '../store/store.ts';
import { roomOfRequest as roomOf } from './rooms.ts';

/** What the open pages of a request were told last; null before anything was told to all of them. */
type Page = { companyId: CompanyId; isOpen: boolean; assigneeId: TechnicianId | null; told: CustomerView | null };

export type PagesParts = {
  namespace: Namespace;
  viewParts: () => ViewParts;
  /** Does the work when all commits so far are told, and before any later one is. */
  inTurn: (work: () => Promise<unknown>) => void;
};

/** Pages refreshed without a pause for others. */
const atOnce = 20;

/** What a commit brought for the pages of a request. */
type Fresh = Pick<PortalUpdate, 'messages' | 'files'>;
const partsOf = ({ companyId, closedAt, assigneeId }: StoredRequest): Omit<Page, 'told'> => ({
  companyId,
  isOpen: closedAt === null,
  assigneeId,
});

/**
 * The open pages of customers, by request. A page hears of what it shows, and of nothing else: what changes no line and
 * no part of the view, such as an internal note, does not make a sound.
 */
export function createPages({ namespace, viewParts, inTurn }: PagesParts) {
  const pages = new Map<RequestId, Page>();
  const due = new Set<RequestId>();
  /** Who wrote: asked with each text, and changed by few commits. */
  const authors = new Map<TechnicianId, Account | null>();
  const account = async (id: TechnicianId): Promise<Account | null> => {
    const found = authors.get(id) ?? (await viewParts().read.account(id));
    authors.set(id, found);
    return found;
  };

  const tell = (id: RequestId, view: CustomerView, fresh: Fresh): void =>
    void namespace.to(roomOf(id)).emit('update', { view, ...fresh } satisfies PortalUpdate);

  /** Tells what is new in the view, the messages, and how files stand. */
  async function refresh(id: RequestId, fresh: Fresh = { messages: [], files: [] }): Promise<void> {
    const page = pages.get(id);
    const request = page === undefined ? null : await viewParts().read.request(id);
    if (page === undefined || request === null) return;
    const view = await customerView(viewParts(), request);
    const isNews = JSON.stringify(view) !== JSON.stringify(page.told);
    Object.assign(page, partsOf(request), { told: view });
    if (isNews || fresh.messages.length + fresh.files.length > 0) tell(id, view, fresh);
  }

  /** The line that a page shows for a message, if any. */
  async function shown(message: Message): Promise<CustomerMessage[]> {
    const line = await customerMessage({ account, secretOf: viewParts().secretOf }, message);
    return line === null ? [] : [line];
  }

  /** Some of the pages that are due, and the rest after what was committed meanwhile is told. */
  async function refreshSome(): Promise<void> {
    try {
      for (const id of [...due].slice(0, atOnce)) {
        due.delete(id);
        await refresh(id);
      }
    } finally {
      if (due.size > 0) setImmediate(() => inTurn(refreshSome));
    }
  }

  /** Place and estimate may have changed for all who wait at these companies; or, for everybody, who is there and what is told. */
  function refreshWaiting(companies: ReadonlySet<CompanyId> | 'all' = 'all'): void {
    // Said of everybody when it may be somebody's name that changed, here or by another process.
    if (companies === 'all') authors.clear();
    const isBegun = due.size > 0;
    for (const [id, { companyId, isOpen, assigneeId }] of pages) {
      if (isOpen && (companies === 'all' || (assigneeId === null && companies.has(companyId)))) due.add(id);
    }
    if (!isBegun && due.size > 0) inTurn(refreshSome);
  }

  return {
    /** From here on the page is told. */
    open: async (socket: Socket, request: StoredRequest): Promise<void> => {
      pages.set(request.id, { ...partsOf(request), told: pages.get(request.id)?.told ?? null });
      await socket.join(roomOf(request.id));
    },
    /** A page is gone; the last one of its request takes what was kept for it along. */
    closed: (id: RequestId): void => {
      if (!namespace.adapter.rooms.has(roomOf(id))) pages.delete(id);
    },
    /** Tells the pages concerned what a commit changed. */
    committed: async ({ entries, requests, directory }: Omit<Commit, 'from' | 'to'>): Promise<void> => {
      if (directory) authors.clear();
      const news = new Map<RequestId, Fresh>();
      const changed = new Set<RequestId>();
      for (const { kind, row } of entries) {
        if (kind === 'request') changed.add(row.id);
        if (kind === 'cursor' || kind === 'screen-share') changed.add(row.requestId);
        if ((kind !== 'message' && kind !== 'file') || !pages.has(row.requestId)) continue;
        const fresh = news.get(row.requestId) ?? { messages: [], files: [] };
        if (kind === 'file') fresh.files.push({ id: row.id, state: row.state });
        else fresh.messages.push(...(await shown(row)));
        if (fresh.messages.length + fresh.files.length > 0) news.set(row.requestId, fresh);
      }
      for (const [id, fresh] of news) {
        const told = pages.get(id)?.told ?? null;
        // A text alone changes nothing else that its reader sees.
        if (told === null || changed.has(id)) await refresh(id, fresh);
        else tell(id, told, fresh);
      }
      for (const id of changed) if (!news.has(id)) await refresh(id);
      if (directory || entries.some(({ kind }) => kind === 'notice')) refreshWaiting();
      else if (requests.size > 0) refreshWaiting(new Set([...requests.values()].map(({ companyId }) => companyId)));
    },
    refresh: (id: RequestId): Promise<void> => refresh(id),
    /** A technician's connection was lost or is back: the pages of the requests that he has are told. */
    technicianChanged: async (technician: TechnicianId): Promise<void> => {
      for (const [id, { assigneeId }] of pages) if (assigneeId === technician) await refresh(id);
    },
    refreshWaiting,
  };
}
