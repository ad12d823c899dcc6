import type { EventName, EventPayload, Start } from '../../preload/contract.ts';
import { bridge } from '../bridge.ts';
import { useAccount } from './account.ts';
import { useConnection } from './connection.ts';
import { useSettings } from './settings.ts';

/**
 * Fills the stores that every page looks at with what main knows, and answers it. Whoever calls this listens to the events
 * already, and takes them only once it is done.
 */
export async function readStart(): Promise<Start> {
  const start = (await bridge.start()) ?? (await bridge.call('start.read', {}));
  const { app, settings, account, connection } = start;
  useSettings.setState({ app, settings });
  useAccount.setState(account, true);
  useConnection.setState(connection, true);
  return start;
}

export type Listeners = { [N in EventName]?: (payload: EventPayload<N>) => void };

/** Listens to events, and takes them only once the stores are filled: they are newer. Answers the functions that end it. */
export const listen = (listeners: Listeners, isFilled: Promise<unknown>): (() => void)[] =>
  Object.entries(listeners).map(([name, listener]) =>
    bridge.on(name as EventName, (payload) => void isFilled.then(() => (listener as (told: unknown) => void)(payload))),
  );
