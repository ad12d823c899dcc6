import type { CommandId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';

/** Sends once more what the relay has refused. */
export const retryCommand = (commandId: CommandId): void => void bridge.call('refused.retry', { commandId });

/** Lets go of what the relay has refused. */
export const discardCommand = (commandId: CommandId): void => void bridge.call('refused.discard', { commandId });
