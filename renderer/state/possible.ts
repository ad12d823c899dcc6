import { useMemo } from 'react';
import { actions, type Action, type ActionId } from '../../preload/actions.ts';
import type { RequestDetails } from '../../preload/details-contract.ts';
import { isPossible, isRequestAction, type RequestState } from '../../protocol/lifecycle.ts';
import type { Me } from '../../protocol/technicians.ts';
import { useMe } from './account.ts';
import { useOnline } from './connection.ts';
import { useSelection } from './selection.ts';

/** Whether an action is there at all, and whether it can be done now or waits for the connection. */
export type Standing = 'on' | 'offline' | 'absent';

/** What the standing of actions follows from. */
export type Situation = { details: RequestDetails | null; me: Me | null; online: boolean };

/** Actions beside the lifecycle's that need a chosen request. */
const onRequest: ReadonlySet<ActionId> = new Set([
  'request.copyDetails',
  'request.copyTranscript',
  'request.exportTranscript',
  'focus.composer',
]);

/** What the lifecycle looks at: the request, and how its screen sharing stands. */
const stateOf = ({ request, screenShare }: RequestDetails): RequestState => ({
  ...request,
  screenShare: screenShare?.state ?? null,
});

const isMine = (details: RequestDetails, me: Me): boolean => isPossible('request.close', stateOf(details), me.id);

/** How an action stands: the lifecycle says what a request allows, the connection what can be asked now. */
export function standingOf({ id, online }: Action, { details, me, online: isOnline }: Situation): Standing {
  if (me === null) return 'absent';
  // A window of its own is for a chat that goes on, and closes with it.
  if (id === 'chat.popOut') return details !== null && isMine(details, me) ? 'on' : 'absent';
  if (isRequestAction(id)) {
    if (details === null || !isPossible(id, stateOf(details), me.id)) return 'absent';
  } else if (onRequest.has(id) && details === null) return 'absent';
  return online === true && !isOnline ? 'offline' : 'on';
}

export const actionOf = (id: ActionId): Action => actions.find((action) => action.id === id) as Action;

/** The situation of the moment. */
export function useSituation(): Situation {
  const details = useSelection((selection) => selection.details);
  const [me, online] = [useMe(), useOnline()];
  return useMemo(() => ({ details, me, online }), [details, me, online]);
}

/** Actions on a request as they stand in Details, those to be done next first. */
const onRequestBar: readonly ActionId[] = [
  'handover.accept',
  'request.assign',
  'chat.join',
  'file.upload',
  'screenShare.request',
  'profile.deliver',
  'chat.end',
  'request.close',
  'handover.decline',
  'handover.cancel',
  'request.transfer',
  'request.unassign',
  'request.reopen',
];

/** The actions that a request allows. */
export const actionsOn = (situation: Situation): { action: Action; standing: Standing }[] =>
  onRequestBar
    .map(actionOf)
    .map((action) => ({ action, standing: standingOf(action, situation) }))
    .filter(({ standing }) => standing !== 'absent');

/** Whether I can send files to the customer of the chosen request now; also offline, since they wait. */
export function useCanUpload(): boolean {
  const { details, me } = useSituation();
  return details !== null && me !== null && isPossible('file.upload', stateOf(details), me.id);
}

/** Whether I can write to the customer of the chosen request now; also offline, since the text waits. */
export function useCanReply(): boolean {
  const { details, me } = useSituation();
  return details !== null && me !== null && isPossible('chat.send', details.request, me.id);
}
