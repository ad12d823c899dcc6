import type { ExpertClientRow } from '../../preload/screen-share-contract.ts';
import type { ConsoleInput, ConsoleOutput } from '../../protocol/commands.ts';
import type { Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { ExpertClientId } from '../../protocol/ids.ts';
import type { Console } from '../console.ts';
import type { Handlers } from './bridge.ts';

/** What pages may ask of escalation on this machine. */
export type ScreenShareDoors = {
  request: (input: ConsoleInput<'screenShare.request'>) => Promise<Result<ConsoleOutput<'screenShare.request'>>>;
  open: (id: RequestId) => Promise<void>;
  launch: (id: RequestId) => Promise<void>;
  locate: (client: ExpertClientId) => Promise<boolean>;
  clients: () => Promise<ExpertClientRow[]>;
  setFullScreen: (id: RequestId, on: boolean) => void;
  snapshot: (id: RequestId, png: Uint8Array) => Promise<Result<Record<string, never>>>;
};

/** What the methods about screen sharing do, a line each. */
export const createScreenShareHandlers = (
  doors: ScreenShareDoors,
  console: Console,
): Pick<Handlers, Extract<keyof Handlers, `screenShare.${string}` | `expertClients.${string}`>> => ({
  'screenShare.request': (input) => doors.request(input),
  'screenShare.resend': (input) => console.ask('screenShare.resend', input),
  'screenShare.cancel': (input) => console.ask('screenShare.cancel', input),
  'screenShare.end': (input) => console.ask('screenShare.end', input),
  'screenShare.report': (input) => console.ask('screenShare.report', input),
  'screenShare.servers': (input) => console.query('screenShare.servers', input),
  'screenShare.signal': (signal) => {
    console.screenShareSignal(signal);
    return {};
  },
  'screenShare.open': async ({ id }) => {
    await doors.open(id);
    return {};
  },
  'screenShare.launch': async ({ id }) => {
    await doors.launch(id);
    return {};
  },
  'screenShare.locate': async ({ client }) => ({ chosen: await doors.locate(client) }),
  'screenShare.fullScreen': ({ id, on }) => {
    doors.setFullScreen(id, on);
    return {};
  },
  'screenShare.snapshot': ({ id, png }) => doors.snapshot(id, png),
  'expertClients.read': () => doors.clients(),
});
