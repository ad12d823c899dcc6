import type { Namespace, Socket } from 'socket.io';
import { portalQueries, QueryFrame } from '../../protocol/commands.ts';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { isScreenShareOpen } from '../../protocol/lifecycle.ts';
import type { Me } from '../../protocol/technicians.ts';
import { ScreenShareSignal, type IceServers, type ScreenShare } from '../../protocol/screen-share.ts';
import type { Log } from '../log.ts';
import type { RateLimit } from '../rate-limit.ts';
import { findCustomersScreenShare } from '../screen-share-access.ts';
import type { Reader } from '../store/store.ts';
import { roomOfRequest, roomOfTechnician } from './rooms.ts';

export type ScreenShareParts = {
  consoles: Namespace;
  portals: Namespace;
  read: Reader;
  iceServers: (who: string) => IceServers;
  rateLimit: RateLimit<'command'>;
  log: Log;
};
type ConsoleSocket = Socket & { data: { me: Me } };
type Customer = { source: { ip: string }; request: RequestId | null };
type PortalSocket = Socket & { data: { actor: Customer } };

/**
 * Passes on what the two sides of a built-in screen view say to find each other: only of a session to which the customer
 * has agreed, only between its own technician and its own customer. Nothing is remembered, so a restart loses nothing.
 */
export function serveScreenShare({ consoles, portals, read, iceServers, rateLimit, log }: ScreenShareParts): void {
  async function concerned(
    given: unknown,
    isTheirs: (share: ScreenShare) => boolean,
  ): Promise<{ share: ScreenShare; signal: ScreenShareSignal } | null> {
    const signal = ScreenShareSignal.safeParse(given);
    const share = signal.success ? await read.screenShare(signal.data.id) : null;
    if (!signal.success || share === null || !isTheirs(share)) return null;
    const isAgreed = isScreenShareOpen(share.state) && share.state !== 'requested' && share.client.kind === 'built-in';
    return isAgreed ? { share, signal: signal.data } : null;
  }

  async function fromConsole(technician: TechnicianId, given: unknown): Promise<void> {
    const passed = await concerned(given, ({ technicianId }) => technicianId === technician);
    const sight = passed === null ? null : await read.requestSight(passed.share.requestId);
    if (passed === null || sight?.assigneeId !== technician) return;
    portals.to(roomOfRequest(passed.share.requestId)).emit('screen-share-signal', passed.signal);
  }

  async function fromPortal(request: RequestId | null, given: unknown): Promise<void> {
    const passed = await concerned(given, ({ requestId }) => requestId === request);
    if (passed === null) return;
    consoles.to(roomOfTechnician(passed.share.technicianId)).emit('screen-share-signal', passed.signal);
  }

  async function query(actor: Customer, frame: unknown): Promise<Result<IceServers>> {
    const parsed = QueryFrame.safeParse(frame);
    if (!parsed.success || parsed.data.name !== 'screenShare.servers') return refuse('bad-input');
    const input = portalQueries['screenShare.servers'].input.safeParse(parsed.data.input);
    if (!input.success) return refuse('bad-input');
    const found = await findCustomersScreenShare(read, actor, input.data.id);
    return found.ok ? ok(iceServers(`customer-${found.value.requestId}`)) : found;
  }

  const owned = (work: Promise<void>): void =>
    void work.catch((error: unknown) => log.error({ error }, 'screen share signal failed'));

  consoles.on('connection', (raw) => {
    const socket = raw as ConsoleSocket;
    const { me } = socket.data;
    void socket.join(roomOfTechnician(me.id));
    socket.on('screen-share-signal', (signal: unknown) => {
      if (rateLimit.take(`signal ${me.id}`, 'command')) owned(fromConsole(me.id, signal));
    });
  });
  portals.on('connection', (raw) => {
    const socket = raw as PortalSocket;
    const { actor } = socket.data;
    socket.on('screen-share-signal', (signal: unknown) => {
      if (rateLimit.take(`signal ${actor.source.ip}`, 'command')) owned(fromPortal(actor.request, signal));
    });
    socket.on('query', (frame: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return;
      const reply = answer as (result: unknown) => void;
      if (!rateLimit.take(`command ${actor.source.ip}`, 'command')) return reply(refuse('rate-limited'));
      query(actor, frame).then(reply, (error: unknown) => {
        log.error({ error }, 'portal query failed');
        reply(refuse('internal'));
      });
    });
  });
}
