import { randomInt } from 'node:crypto';
import { ok, refuse } from '../../protocol/errors.ts';
import type { ExpertClient } from '../../protocol/expert-client.ts';
import type { ScreenShareId } from '../../protocol/ids.ts';
import type { ConsoleReport, ScreenShare } from '../../protocol/screen-share.ts';
import { allow } from '../access.ts';
import { findOwnScreenShare } from '../screen-share-access.ts';
import { addEvent, type CommandContext, type ConsoleHandler } from './context.ts';
import { finishScreenShare, type Ending } from './screen-share-end.ts';

const clientName = ({ client }: Pick<ScreenShare, 'client'>): string | null =>
  client.kind === 'built-in' ? null : client.name;

/** Asks the customer to share the screen, with the console's own view or a client on the list. */
export const request: ConsoleHandler<'screenShare.request'> = async (context, input) => {
  const { tx, actor, now, newId } = context;
  const found = await allow(tx, actor, 'screenShare.request', input.id);
  if (!found.ok) return found;
  let entry: ExpertClient | null = null;
  if (input.client !== 'built-in') {
    entry = await tx.expertClient(input.client);
    if (entry === null || entry.removed) return refuse('client-not-listed');
    if (!entry.suits.includes(found.value.source.os)) return refuse('system-cannot-share');
  }
  const client: ScreenShare['client'] =
    entry === null ? { kind: 'built-in' } : { kind: 'expert', id: entry.id, name: entry.name };
  await addEvent(context, input.id, {
    type: 'screen-share-requested',
    technicianId: actor.id,
    client: clientName({ client }),
  });
  const share = await tx.putScreenShare({
    id: newId() as ScreenShareId,
    requestId: input.id,
    technicianId: actor.id,
    client,
    state: 'requested',
    code: entry?.codeFrom === 'relay' ? String(randomInt(100_000_000, 1_000_000_000)) : null,
    launch: null,
    requestedAt: now,
    promptedAt: null,
    acceptedAt: null,
    activeAt: null,
    endedAt: null,
    why: null,
  });
  return ok({ position: share.position, shareId: share.id });
};

/** Asks once more: the time to answer begins anew. */
export const resend: ConsoleHandler<'screenShare.resend'> = async (context, { id }) => {
  const found = await findOwnScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  const share = found.value;
  if (share.state !== 'requested') return refuse('no-screen-share');
  await addEvent(context, share.requestId, {
    type: 'screen-share-requested',
    technicianId: share.technicianId,
    client: clientName(share),
  });
  return ok({ position: (await context.tx.putScreenShare({ ...share, requestedAt: context.now })).position });
};

/** Takes the question back. */
export const cancel: ConsoleHandler<'screenShare.cancel'> = async (context, { id }) => {
  const found = await findOwnScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  if (found.value.state !== 'requested') return refuse('no-screen-share');
  return ok({ position: (await finishScreenShare(context, found.value, { state: 'cancelled' })).position });
};

/** Ends the session; one that the customer has not answered is cancelled. */
export const end: ConsoleHandler<'screenShare.end'> = async (context, { id }) => {
  const found = await findOwnScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  const outcome =
    found.value.state === 'requested'
      ? ({ state: 'cancelled' } as const)
      : ({ state: 'ended', why: 'technician' } as const);
  return ok({ position: (await finishScreenShare(context, found.value, outcome)).position });
};

/** The session as active from now on. */
export async function activate(context: Ending, share: ScreenShare): Promise<ScreenShare> {
  await addEvent(context, share.requestId, {
    type: 'screen-share-started',
    technicianId: share.technicianId,
    client: clientName(share),
  });
  return context.tx.putScreenShare({ ...share, state: 'active', activeAt: context.now });
}

/** With an expert client both sides are on their way once the customer agreed and the technician's program runs. */
export const isUnderWay = ({ client, state, launch }: ScreenShare): boolean =>
  client.kind === 'expert' && state === 'accepted' && launch === 'started';

async function reported(context: CommandContext, share: ScreenShare, report: ConsoleReport): Promise<ScreenShare> {
  const { tx } = context;
  switch (report.kind) {
    case 'launch': {
      const launched = { ...share, launch: report.outcome };
      return isUnderWay(launched) ? activate(context, launched) : tx.putScreenShare(launched);
    }
    case 'connected':
      return share.state === 'accepted' ? activate(context, share) : share;
    case 'code':
      return tx.putScreenShare({ ...share, code: report.code });
    case 'failed':
      return finishScreenShare(context, share, { state: 'failed', why: report.why });
  }
}

/** What the console sees of a session that it has. */
export const report: ConsoleHandler<'screenShare.report'> = async (context, input) => {
  const found = await findOwnScreenShare(context.tx, context.actor, input.id);
  if (!found.ok) return found;
  return ok({ position: (await reported(context, found.value, input.report)).position });
};
