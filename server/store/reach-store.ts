import type { Position, RequestId, TechnicianId } from '../../protocol/ids.ts';
import type { ReachChoice, ReachManners, ReachMethod } from '../../protocol/reach.ts';
import type { Awaitable } from './awaitable.ts';

// The store's front door for what waits to be told away from consoles and pages: a part of store.ts. Nothing of it is streamed.

/** A request that waits to be taken, since when; another one each time that it does. */
export type Call = { position: Position; requestId: RequestId; since: number };

export type CallMark = Pick<Call, 'position' | 'requestId'>;

/** What a technician chose for a method, up to which call he was told by it, and when he may be told again. */
export type StoredReach = ReachChoice & { technicianId: TechnicianId; toldTo: Position; nextAt: number };

/** Why a technician is told of a request that is his: its customer wrote, or a colleague offers to hand it over. */
export type NewsKind = 'message' | 'offer';
/**
 * What is new for a technician in a request: messages of its customer that he has not read, from a seq to a seq, or a
 * handover that he is offered (both the instant of the offer). `since`: how long it has been so while it was his.
 */
export type News = { requestId: RequestId; kind: NewsKind; from: number; to: number; since: number };
/** Up to where a technician is told of it: a message's seq, or the instant of an offer. */
export type NewsMark = Pick<News, 'requestId' | 'kind'> & { mark: number };

/** A technician wrote to the customer at `since` (null: all has come to him or was mailed); what was mailed last. */
export type WaitingAnswer = { requestId: RequestId; since: number | null; mailedAt: number | null; mailedSeq: number };

/** What a message is about; its words are made when it is sent, so none lie in the queue. */
export type OutgoingAbout =
  | { kind: 'calls'; technicianId: TechnicianId; calls: CallMark[]; news: NewsMark[] }
  | { kind: 'answers'; requestId: RequestId; afterSeq: number; toSeq: number }
  | { kind: 'transcript'; requestId: RequestId }
  | { kind: 'push'; requestId: RequestId; subscriptionId: string; toSeq: number };

/** By what a message goes: to customers by mail and push. */
export type OutgoingMethod = ReachMethod | 'push';

/** waiting: for its time; sending: the other side is being told; withdrawn: there was no need any more; dead: given up. */
export type OutgoingState = 'waiting' | 'sending' | 'sent' | 'withdrawn' | 'dead';
export type Outgoing = {
  id: string;
  method: OutgoingMethod;
  about: OutgoingAbout;
  state: OutgoingState;
  attempts: number;
  nextAt: number;
  createdAt: number;
  endedAt: number | null;
  /** Why it did not get through, last time or for good. */
  reason: string | null;
};

export type ReachReads = {
  call(request: RequestId): Awaitable<Call | null>;
  /** Calls above a position, in order. */
  callsAfter(position: Position, limit: number): Awaitable<Call[]>;
  /** Position of the last call that there is; 0 without any. */
  lastCall(): Awaitable<Position>;
  reachOf(technician: TechnicianId): Awaitable<StoredReach[]>;
  /** Methods that are on. */
  reachOn(): Awaitable<StoredReach[]>;
  /** What is new for a technician that he was not told by a method yet (null: whatever he was told), in no order. */
  news(technician: TechnicianId, method: ReachMethod | null): Awaitable<News[]>;
  manners(technician: TechnicianId): Awaitable<ReachManners | null>;
  answer(request: RequestId): Awaitable<WaitingAnswer | null>;
  /** Answers that wait since this instant or longer, the oldest first. */
  answersSince(until: number, limit: number): Awaitable<WaitingAnswer[]>;
  outgoing(id: string): Awaitable<Outgoing | null>;
  /** Messages whose time has come, in its order. */
  outgoingDue(method: OutgoingMethod, now: number, limit: number): Awaitable<Outgoing[]>;
  outgoingUnderWay(): Awaitable<Outgoing[]>;
  /** How many messages wait for their time or are under way. */
  outgoingOpen(): Awaitable<number>;
};
export type ReachWrites = {
  putCall(row: Call): Awaitable<void>;
  /** Somebody has taken the request. */
  dropCall(request: RequestId): Awaitable<void>;
  putReach(row: StoredReach): Awaitable<void>;
  /** Notes what a technician is told by a method; what he was told of requests that are his no more is forgotten. */
  putTold(technician: TechnicianId, method: ReachMethod, news: readonly NewsMark[]): Awaitable<void>;
  putManners(technician: TechnicianId, manners: ReachManners): Awaitable<void>;
  /** Notes that the customer was written to, unless something waits since before. */
  noteAnswer(request: RequestId, at: number): Awaitable<void>;
  putAnswered(row: WaitingAnswer): Awaitable<void>;
  putOutgoing(row: Outgoing): Awaitable<void>;
};
