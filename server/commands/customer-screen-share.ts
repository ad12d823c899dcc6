import { ok, refuse } from '../../protocol/errors.ts';
import { findCustomersScreenShare } from '../screen-share-access.ts';
import { addEvent } from './context.ts';
import type { PortalHandler } from './customer.ts';
import { activate, isUnderWay } from './screen-share.ts';
import { finishScreenShare } from './screen-share-end.ts';

/** The customer agrees. Once more, after a reload, changes nothing. */
export const accept: PortalHandler<'screenShare.accept'> = async (context, { id, code }) => {
  const found = await findCustomersScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  const share = found.value;
  if (share.state !== 'requested') return ok({});
  const entry = share.client.kind === 'expert' ? await context.tx.expertClient(share.client.id) : null;
  const isCodeTheirs = entry?.codeFrom === 'customer';
  if (isCodeTheirs && code === null) return refuse('field-required', { field: share.client.kind });
  await addEvent(context, share.requestId, { type: 'screen-share-accepted', technicianId: share.technicianId });
  const accepted = { ...share, state: 'accepted', acceptedAt: context.now } as const;
  const stored = await context.tx.putScreenShare({ ...accepted, code: isCodeTheirs ? code : share.code });
  if (isUnderWay(stored)) await activate(context, stored);
  return ok({});
};

/** The customer would rather not. */
export const decline: PortalHandler<'screenShare.decline'> = async (context, { id }) => {
  const found = await findCustomersScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  if (found.value.state !== 'requested') return refuse('no-screen-share');
  await finishScreenShare(context, found.value, { state: 'declined' });
  return ok({});
};

/** The customer has shown enough. */
export const end: PortalHandler<'screenShare.end'> = async (context, { id }) => {
  const found = await findCustomersScreenShare(context.tx, context.actor, id);
  if (!found.ok) return found;
  if (found.value.state === 'requested') return refuse('no-screen-share');
  await finishScreenShare(context, found.value, { state: 'ended', why: 'customer' });
  return ok({});
};

/** What the customer's page sees of it. */
export const report: PortalHandler<'screenShare.report'> = async (context, input) => {
  const found = await findCustomersScreenShare(context.tx, context.actor, input.id);
  if (!found.ok) return found;
  const share = found.value;
  if (input.report.kind === 'failed') {
    await finishScreenShare(context, share, { state: 'failed', why: input.report.why });
  } else if (share.promptedAt === null) {
    await context.tx.putScreenShare({ ...share, promptedAt: context.now });
  }
  return ok({});
};
