import { ECDH } from 'node:crypto';
import { ok, refuse } from '../../protocol/errors.ts';
import { customerObjection } from '../../protocol/lifecycle.ts';
import { ownRequest, type PortalHandler } from './customer.ts';

/** A telephone, a tablet, a desk or two; with one more the oldest goes. */
const mostDevices = 5;

/** Whether it is a point of the curve, which alone can be encrypted for. */
function isPoint(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url');
    return true;
  } catch {
    return false; // how it says that it is none
  }
}

/** This device is told of answers from now on. `address-not-allowed`: by no push service that the relay speaks to. */
export const subscribe: PortalHandler<'push.subscribe'> = async (context, target) => {
  const { tx, actor, now, newId, addressObjection } = context;
  const found = await ownRequest(tx, actor);
  if (!found.ok) return found;
  const code = customerObjection('push.subscribe', found.value) ?? addressObjection('push', target.endpoint);
  if (code !== null) return refuse(code);
  if (!isPoint(target.p256dh)) return refuse('bad-input');
  const { id } = found.value;
  const devices = await tx.pushSubscriptions(id);
  const known = devices.find(({ endpoint }) => endpoint === target.endpoint);
  const fresh = { id: newId(), requestId: id, createdAt: now, since: null, toldAt: null, toldSeq: 0 };
  const others = devices.filter((device) => device !== known);
  for (const { id: oldest } of others.slice(0, Math.max(0, others.length - mostDevices + 1))) {
    await tx.dropPushSubscription(oldest);
  }
  await tx.putPushSubscription({ ...fresh, ...known, ...target, under: id });
  return ok({});
};

/** This device is told no more; one that never was is not either. */
export const unsubscribe: PortalHandler<'push.unsubscribe'> = async ({ tx, actor }, { endpoint }) => {
  const found = await ownRequest(tx, actor);
  if (!found.ok) return found;
  const device = (await tx.pushSubscriptions(found.value.id)).find((one) => one.endpoint === endpoint);
  if (device !== undefined) await tx.dropPushSubscription(device.id);
  return ok({});
};
