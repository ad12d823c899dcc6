import type {
  CommandId,
  CompanyId,
  MessageId,
  PortalId,
  Position,
  RequestId,
  SessionId,
  TechnicianId,
} from '../../protocol/ids.ts';
import type { Entry } from '../../protocol/entries.ts';
import type { Awaitable } from './awaitable.ts';
import type { FileReads, FileWrites } from './file-store.ts';
import type { ProfileReads, ProfileWrites } from './profile-store.ts';
import type { PushReads, PushWrites } from './push-store.ts';
import type { ReachReads, ReachWrites } from './reach-store.ts';
import type { ScreenShareReads, ScreenShareWrites } from './screen-share-store.ts';
import type { Language } from '../../protocol/language.ts';
import type { Role, Scope } from '../../protocol/technicians.ts';
import type {
  Activity,
  Company,
  Message,
  Notice,
  PortalField,
  ReadCursor,
  SupportRequest,
} from '../../protocol/model.ts';

// The store's front door: what the rest of the relay may ask, whatever engine answers.

export type { Awaitable };

export type Portal = {
  id: string;
  companyId: CompanyId;
  slug: string;
  title: string;
  language: Language;
  fields: PortalField[];
  embedOrigins: string[];
  open: boolean;
  /** Whether a customer is sent the conversation by mail when the request is closed. */
  transcript: boolean;
};

export type Account = {
  id: TechnicianId;
  position: Position;
  name: string;
  email: string;
  role: Role;
  passwordHash: string;
  /** By his own word. */
  available: boolean;
  /** Available by his own word, and at none of his consoles: counts as Unavailable until he is back (absence.ts). */
  absent: boolean;
  allCompanies: boolean;
};

export type StoredSession = {
  id: SessionId;
  technicianId: TechnicianId;
  tokenHash: string;
  device: string;
  createdAt: number;
  lastSeenAt: number;
};

/** Guessing at one account or from one address: how often in a row, and until when nothing is tried. */
export type SignInFailures = { failures: number; blockedUntil: number };

/**
 * A request with what only the relay needs: since when those who are not Available could see it, and no longer could;
 * and when its assignee joined the chat (null as long as he has not, whoever did before).
 */
export type StoredRequest = SupportRequest & {
  exposedAt: Position | null;
  withdrawnAt: Position | null;
  joinedAt: number | null;
};
/** What decides who sees a request. */
export type RequestSight = Pick<SupportRequest, 'id' | 'companyId' | 'assigneeId' | 'closedAt'>;

/** A command that was accepted: whose it was, what it asked for (a digest; null if it was not kept), and the answer. */
export type AnsweredCommand = { actor: string; name: string; input: string | null; answer: string };

/** Rows to read; the same inside and outside a transaction. */
export type Reader = FileReads &
  ProfileReads &
  PushReads &
  ReachReads &
  ScreenShareReads & {
    head(): Awaitable<Position>;
    /** A secret of this relay, made at its first start. */
    relayKey(): Awaitable<string>;
    /** Names the course of events that positions count: another one once a backup was restored. */
    history(): Awaitable<string>;
    company(id: CompanyId): Awaitable<Company | null>;
    companies(): Awaitable<Company[]>;
    portal(slug: string): Awaitable<Portal | null>;
    portalById(id: PortalId): Awaitable<Portal | null>;
    portals(): Awaitable<Portal[]>;
    account(id: TechnicianId): Awaitable<Account | null>;
    accountByEmail(email: string): Awaitable<Account | null>;
    accounts(): Awaitable<Account[]>;
    /** What the technician may see; null if there is no such technician. */
    scope(id: TechnicianId): Awaitable<Scope | null>;
    /** Technicians with access to a company. */
    accountsOf(company: CompanyId): Awaitable<Account[]>;
    /** Whether one of these technicians is Available, not absent, and has access to the company. */
    isAnyAvailable(company: CompanyId, technicians: readonly TechnicianId[]): Awaitable<boolean>;
    session(tokenHash: string): Awaitable<StoredSession | null>;
    sessions(technician: TechnicianId): Awaitable<StoredSession[]>;
    /** When each technician's sign-ins were last seen. */
    lastSeen(): Awaitable<{ technicianId: TechnicianId; at: number }[]>;
    signInFailures(subject: string): Awaitable<SignInFailures | null>;
    request(id: RequestId): Awaitable<StoredRequest | null>;
    requestSight(id: RequestId): Awaitable<RequestSight | null>;
    activity(id: RequestId): Awaitable<Activity | null>;
    message(id: MessageId): Awaitable<Message | null>;
    /** Messages of a request with a seq above `after`, oldest first. */
    messages(id: RequestId, after: number, limit: number): Awaitable<Message[]>;
    cursors(id: RequestId): Awaitable<ReadCursor[]>;
    /** Notices that have not ended: for a company's customers, those for everybody included; or all there are. */
    notices(company: CompanyId | null): Awaitable<Notice[]>;
    notice(id: string): Awaitable<Notice | null>;
    answered(id: CommandId): Awaitable<AnsweredCommand | null>;
    /** New requests of the company with a smaller id. */
    queueBefore(company: CompanyId, id: RequestId): Awaitable<number>;
    /** How many requests are New. */
    newRequests(): Awaitable<number>;
    /** Milliseconds until the first answer of the company's last `limit` answered requests that came as live chats. */
    waits(company: CompanyId, limit: number): Awaitable<number[]>;
    /** Technicians who have open requests, and the requests. */
    assignees(): Awaitable<TechnicianId[]>;
    assignedTo(technician: TechnicianId): Awaitable<StoredRequest[]>;
    /** Open requests whose technician no longer has access to their company. */
    assignedWithoutAccess(): Awaitable<StoredRequest[]>;
    /** Open requests that somebody took before this instant without joining the chat yet. */
    unansweredSince(at: number): Awaitable<StoredRequest[]>;
    /**
     * Rows whose position is above `after`, by position; visibility is not looked at. At most `limit` of each kind, so
     * the first `limit` are complete.
     */
    since(after: Position, limit: number): Awaitable<Entry[]>;
    /** Requests that the not Available could see from a position above `after`, up to `to`; by that position. */
    exposed(after: Position, to: Position): Awaitable<StoredRequest[]>;
    /** Requests that the not Available could no longer see from a position above `after`, up to `to`. */
    withdrawn(after: Position, to: Position): Awaitable<StoredRequest[]>;
    /** Requests of the companies, newest first, below an id (or from the newest): the pages of a snapshot. */
    requestsOf(
      companies: readonly CompanyId[],
      open: boolean,
      below: number | null,
      limit: number,
    ): Awaitable<StoredRequest[]>;
  };

/** Rows to write. Each write of a streamed row gives it the transaction's next position and answers it. */
export type Writer = Reader &
  FileWrites &
  ProfileWrites &
  PushWrites &
  ReachWrites &
  ScreenShareWrites & {
    putCompany(row: Omit<Company, 'position'>): Awaitable<Company>;
    putPortal(row: Portal): Awaitable<void>;
    /** A new one is not absent; one there is stays as it is in that. */
    putAccount(row: Omit<Account, 'position' | 'absent'>): Awaitable<void>;
    /** The technician's own word, with which he is not absent. */
    setAvailable(id: TechnicianId, available: boolean): Awaitable<void>;
    setAbsent(id: TechnicianId, absent: boolean): Awaitable<void>;
    /** Null: all companies. */
    setAccess(id: TechnicianId, companies: readonly CompanyId[] | null): Awaitable<void>;
    putSession(row: StoredSession): Awaitable<void>;
    touchSession(id: SessionId, at: number): Awaitable<void>;
    deleteSession(id: SessionId): Awaitable<void>;
    /** Deletes at most `limit` each of sign-ins, failures, answered commands and ended messages older than their instants. */
    forget(
      before: { sessions: number; failures: number; commands: number; outgoing: number },
      limit: number,
    ): Awaitable<void>;
    putSignInFailures(subject: string, row: SignInFailures | null): Awaitable<void>;
    nextRequestId(): Awaitable<RequestId>;
    putRequest(row: Omit<StoredRequest, 'position'>): Awaitable<StoredRequest>;
    /** Appends to the request's conversation and moves its activity; answers the message as stored. */
    addMessage(row: Omit<Message, 'position' | 'seq'>, waitingSince: number | null): Awaitable<Message>;
    putCursor(row: Omit<ReadCursor, 'position'>): Awaitable<ReadCursor>;
    putNotice(row: Omit<Notice, 'position'>): Awaitable<Notice>;
    putAnswer(id: CommandId, row: AnsweredCommand & { at: number }): Awaitable<void>;
    /** The position that the next write of a streamed row will get. */
    nextPosition(): Position;
  };

/** What a transaction changed, in the order it was written; told after it is on disk. */
export type Commit = {
  /** The head before and after. */
  from: Position;
  to: Position;
  entries: readonly Entry[];
  requests: ReadonlyMap<RequestId, StoredRequest>;
  directory: boolean;
};

/** What an export holds, a file each. */
export const exportFamilies = [
  'companies',
  'portals',
  'technicians',
  'sessions',
  'reach',
  'requests',
  'activities',
  'messages',
  'cursors',
  'files',
  'screen-shares',
  'notices',
  'saved-replies',
  'expert-clients',
  'profiles',
  'profile-deliveries',
] as const;
export type ExportFamily = (typeof exportFamilies)[number];
export type ExportedRow = { family: ExportFamily; row: object };

export type Store = {
  read: Reader;
  /**
   * Runs the work in a transaction and resolves once it is on disk. Work that throws, or that answers a refusal,
   * changes nothing. Works given in the same turn of the event loop share one commit; should one of them take back what
   * it wrote, all are done again, so a work changes nothing but the store.
   */
  write<T>(work: (tx: Writer) => Awaitable<T>): Promise<T>;
  /** Called after each commit of this process, before the works of it resolve. */
  onCommit(listener: (commit: Commit) => void): void;
  /** True once after another process has written. */
  changedElsewhere(): boolean;
  /** Works that wait for their commit. */
  waiting(): number;
  /** Resolves when nothing waits for a commit any more. */
  settled(): Promise<void>;
  /** Writes a consistent copy of everything to a new file while work goes on; the file is there once it is whole. */
  backup(file: string): Promise<void>;
  /** Every row there is as of one instant, family by family; nothing in it opens a door. */
  everything(): Iterable<ExportedRow>;
  close(): void;
};
