import type { RequestId } from '../../protocol/ids.ts';
import { isScreenShareOpen } from '../../protocol/lifecycle.ts';
import type { ChatEvent } from '../../protocol/model.ts';
import type { EndReason, FailReason, ScreenShare } from '../../protocol/screen-share.ts';
import { addEvent, type CommandContext } from './context.ts';

export type Ending = Pick<CommandContext, 'tx' | 'now' | 'newId'>;
type Outcome =
  | { state: 'declined' | 'cancelled' | 'expired' }
  | { state: 'ended'; why: EndReason }
  | { state: 'failed'; why: FailReason };

function eventOf(share: ScreenShare, outcome: Outcome, now: number): ChatEvent {
  const { technicianId, activeAt } = share;
  switch (outcome.state) {
    case 'ended': {
      const durationMs = activeAt === null ? null : Math.max(0, now - activeAt);
      return { type: 'screen-share-ended', technicianId, why: outcome.why, durationMs };
    }
    case 'failed':
      return { type: 'screen-share-failed', technicianId, why: outcome.why };
    default:
      return { type: `screen-share-${outcome.state}`, technicianId };
  }
}

/** Brings an open session to its end, with a line in the chat. */
export async function finishScreenShare(context: Ending, share: ScreenShare, outcome: Outcome): Promise<ScreenShare> {
  const { tx, now } = context;
  await addEvent(context, share.requestId, eventOf(share, outcome, now));
  const why = 'why' in outcome ? outcome.why : null;
  return tx.putScreenShare({ ...share, state: outcome.state, endedAt: now, why });
}

/** Ends what is open of a request, if anything: the chat is over, or the technician no longer has it. */
export async function endScreenShareOf(context: Ending, request: RequestId): Promise<void> {
  const share = await context.tx.latestScreenShare(request);
  if (share === null || !isScreenShareOpen(share.state)) return;
  await finishScreenShare(
    context,
    share,
    share.state === 'requested' ? { state: 'cancelled' } : { state: 'ended', why: 'chat-over' },
  );
}
