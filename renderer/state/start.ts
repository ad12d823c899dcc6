import type { Start } from '../../preload/contract.ts';
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
