import { create } from 'zustand';
import type { Refusal } from '../../protocol/errors.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Session } from '../../protocol/technicians.ts';
import { bridge } from '../bridge.ts';

type SessionsState = {
  /** This console's own first, then the one last seen; null until the relay has told. */
  sessions: readonly Session[] | null;
  /** The one that is being ended. */
  ending: SessionId | null;
  refusal: Refusal | null;
};

const nothing: SessionsState = { sessions: null, ending: null, refusal: null };

/** My sign-ins, on this machine and on others, as the relay told when it was last asked. */
export const useSessions = create<SessionsState>(() => nothing);

const inOrder = (one: Session, other: Session): number =>
  Number(other.current) - Number(one.current) || other.lastSeenAt - one.lastSeenAt;

/** Asks the relay for my sign-ins. What was known before is not shown meanwhile: it may be another technician's. */
export async function readSessions(): Promise<void> {
  useSessions.setState(nothing);
  const answer = await bridge.call('session.list', {});
  if (answer.ok) useSessions.setState({ sessions: answer.value.toSorted(inOrder) });
  else useSessions.setState({ refusal: answer });
}

/** Ends a sign-in; its console is signed out at once. */
export async function revokeSession(id: SessionId): Promise<void> {
  useSessions.setState({ ending: id, refusal: null });
  const answer = await bridge.call('session.revoke', { id });
  if (answer.ok) {
    useSessions.setState(({ sessions }) => ({ sessions: sessions?.filter((session) => session.id !== id) ?? null }));
  }
  useSessions.setState({ ending: null, refusal: answer.ok ? null : answer });
}
