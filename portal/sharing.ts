import type { PortalCommand, PortalInput } from '../protocol/commands.ts';
import type { CommandId, ScreenShareId } from '../protocol/ids.ts';
import type { IceServers, PortalReport, ScreenShareSignal } from '../protocol/screen-share.ts';
import type { Connection } from './connection.ts';

/** What screen sharing says to the relay and hears from it. Its point is the answer: nothing of it is sent again later. */
export function createSharing(
  connection: Pick<Connection, 'command' | 'query' | 'screenShareSignal'>,
  newId: () => string,
) {
  const listeners = new Set<(signal: ScreenShareSignal) => void>();
  /** Servers asked for ahead, for the next attempt; credentials lapse, so each is for one. */
  const ahead = new Map<ScreenShareId, Promise<IceServers | null>>();

  const command = async <N extends Extract<PortalCommand, `screenShare.${string}`>>(
    name: N,
    input: PortalInput<N>,
  ): Promise<boolean> => (await connection.command(newId() as CommandId, name, input)).ok;

  async function ask(id: ScreenShareId): Promise<IceServers | null> {
    const answer = await connection.query('screenShare.servers', { id });
    return answer.ok ? answer.value : null;
  }

  return {
    accept: (id: ScreenShareId, code: string | null): Promise<boolean> => command('screenShare.accept', { id, code }),
    decline: (id: ScreenShareId): Promise<boolean> => command('screenShare.decline', { id }),
    end: (id: ScreenShareId): Promise<boolean> => command('screenShare.end', { id }),
    report: (id: ScreenShareId, report: PortalReport): Promise<boolean> =>
      command('screenShare.report', { id, report }),
    signal: connection.screenShareSignal,
    /** Gets servers ready for the first attempt. */
    prepare: (id: ScreenShareId): void => void ahead.set(id, ask(id)),
    servers: (id: ScreenShareId): Promise<IceServers | null> => {
      const ready = ahead.get(id);
      ahead.delete(id);
      return ready ?? ask(id);
    },
    heard: (signal: ScreenShareSignal): void => {
      for (const listener of listeners) listener(signal);
    },
    onSignal: (listener: (signal: ScreenShareSignal) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
