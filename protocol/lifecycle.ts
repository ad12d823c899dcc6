import type { ErrorCode } from './errors.ts';
import type { TechnicianId } from './ids.ts';
import type { OperatingSystem, SupportRequest } from './model.ts';
import type { ScreenShareState } from './screen-share.ts';

/** New: nobody has it and it is open. Active: assigned and open. Completed: closed. (spec 1) */
export type Status = 'new' | 'active' | 'completed';
export const statuses = ['new', 'active', 'completed'] as const satisfies readonly Status[];

/** Systems whose screen can be shared: the expert clients' and, with the built-in view, Linux too (spec 2, actions). */
const sharingSystems: readonly OperatingSystem[] = ['windows', 'macos', 'linux'];

/** Systems that take configuration profiles (spec 6). */
const profileSystems: readonly OperatingSystem[] = ['ios', 'android'];

/** Whether a session still waits for something or goes on. */
export const isScreenShareOpen = (state: ScreenShareState): boolean =>
  state === 'requested' || state === 'accepted' || state === 'active';

/** What the rules look at. */
export type RequestState = Pick<SupportRequest, 'assigneeId' | 'closedAt' | 'chat' | 'handover' | 'reopenedAs'> & {
  source: { os: OperatingSystem };
  /** How its latest screen-share session stands; absent or null if there is none. */
  screenShare?: ScreenShareState | null;
};

/** Status is derived, never set by hand. */
export function statusOf(request: Pick<RequestState, 'assigneeId' | 'closedAt'>): Status {
  if (request.closedAt !== null) return 'completed';
  return request.assigneeId === null ? 'new' : 'active';
}

/** Everything that a technician can do to a request: the names are those of the commands. */
export type RequestAction =
  | 'request.assign'
  | 'request.unassign'
  | 'request.transfer'
  | 'request.close'
  | 'request.reopen'
  | 'handover.accept'
  | 'handover.decline'
  | 'handover.cancel'
  | 'chat.join'
  | 'chat.send'
  | 'chat.note'
  | 'chat.read'
  | 'chat.end'
  | 'file.upload'
  | 'screenShare.request'
  | 'screenShare.end'
  | 'profile.deliver';

type Rule = (request: RequestState, me: TechnicianId) => ErrorCode | null;

const open: Rule = (request) => (request.closedAt === null ? null : 'request-closed');
const closed: Rule = (request) => (request.closedAt === null ? 'request-open' : null);
const mine: Rule = (request, me) => (request.assigneeId === me ? null : 'not-assigned-to-you');
const unassigned: Rule = (request) => (request.assigneeId === null ? null : 'already-assigned');
const chatJoined: Rule = (request) => (request.chat === 'joined' ? null : 'chat-not-joined');
const chatNotJoined: Rule = (request) => (request.chat === 'joined' ? 'chat-already-joined' : null);
const noHandover: Rule = (request) => (request.handover === null ? null : 'handover-pending');
const offeredToMe: Rule = (request, me) => (request.handover?.toId === me ? null : 'no-handover');
const offeredByMe: Rule = (request, me) => (request.handover?.fromId === me ? null : 'no-handover');
const neverReopened: Rule = (request) => (request.reopenedAs === null ? null : 'already-reopened');

const noScreenShare: Rule = ({ screenShare = null }) =>
  screenShare !== null && isScreenShareOpen(screenShare) ? 'screen-share-open' : null;
const screenShared: Rule = ({ screenShare = null }) =>
  screenShare !== null && isScreenShareOpen(screenShare) ? null : 'no-screen-share';
const canShare: Rule = ({ source }) => (sharingSystems.includes(source.os) ? null : 'system-cannot-share');
const takesProfiles: Rule = ({ source }) => (profileSystems.includes(source.os) ? null : 'system-takes-no-profiles');

/** Which action is possible when (spec 2, table of actions). Rules are asked in order; the first that objects gives the code. */
const rules: Readonly<Record<RequestAction, readonly Rule[]>> = {
  'request.assign': [open, unassigned],
  'request.unassign': [open, mine],
  'request.transfer': [open, mine, noHandover],
  'request.close': [open, mine],
  'request.reopen': [closed, neverReopened],
  'handover.accept': [open, offeredToMe],
  'handover.decline': [open, offeredToMe],
  'handover.cancel': [open, offeredByMe, mine],
  'chat.join': [open, mine, chatNotJoined],
  'chat.send': [open, mine, chatJoined],
  'chat.note': [],
  'chat.read': [],
  'chat.end': [open, mine, chatJoined],
  'file.upload': [open, mine, chatJoined],
  'screenShare.request': [open, mine, chatJoined, canShare, noScreenShare],
  'screenShare.end': [open, mine, screenShared],
  'profile.deliver': [open, mine, takesProfiles],
};

export const isRequestAction = (name: string): name is RequestAction => Object.hasOwn(rules, name);

/** Why the technician cannot do this to a request that he may see, or null if he can. */
export function objection(action: RequestAction, request: RequestState, me: TechnicianId): ErrorCode | null {
  for (const rule of rules[action]) {
    const code = rule(request, me);
    if (code !== null) return code;
  }
  return null;
}

export const isPossible = (action: RequestAction, request: RequestState, me: TechnicianId): boolean =>
  objection(action, request, me) === null;

/** What a customer can do with the own request. */
export type CustomerAction = 'chat.send' | 'file.upload' | 'push.subscribe' | 'request.rate';

/** Why the customer cannot do this, or null. A chat that was ended still takes texts and files, so that none is swallowed (spec 8.11). */
export function customerObjection(
  action: CustomerAction,
  request: Pick<RequestState, 'closedAt' | 'chat'>,
): ErrorCode | null {
  if (action !== 'request.rate') return request.closedAt === null ? null : 'request-closed';
  return request.closedAt !== null || request.chat === 'ended' ? null : 'not-over';
}
