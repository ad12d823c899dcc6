import { z } from 'zod';
import { consoleCommands, consoleQueries } from '../protocol/commands.ts';
import { Preset } from '../protocol/expert-client.ts';
import { resultOf } from '../protocol/errors.ts';
import { RequestId, ExpertClientId } from '../protocol/ids.ts';
import { OperatingSystem } from '../protocol/model.ts';
import { CodeSource, ScreenShare, ScreenShareSignal } from '../protocol/screen-share.ts';

// The part of the bridge that is about escalating to screen sharing.

/** The last session of a request, as Details and the Screen sharing window show it. */
export const RequestScreenShare = ScreenShare.extend({ technicianName: z.string() });
export type RequestScreenShare = z.infer<typeof RequestScreenShare>;

/** A client that a technician may choose. */
export const ExpertClientRow = z.object({
  id: ExpertClientId,
  name: z.string(),
  preset: Preset,
  suits: z.array(OperatingSystem),
  codeFrom: CodeSource,
  /** Whether its program is on this machine; null for links, of which only the operating system knows. */
  installed: z.boolean().nullable(),
  downloadUrl: z.string(),
});
export type ExpertClientRow = z.infer<typeof ExpertClientRow>;

/** A picture of the customer's screen, as PNG. */
const Png = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length < 40_000_000 && [0x89, 0x50, 0x4e, 0x47].every((byte, at) => bytes[at] === byte));

const nothing = z.object({});
const onRequest = z.object({ id: RequestId });

export const screenShareMethods = {
  /** Asks the customer, opens the Screen sharing window, and starts the client unless it is the built-in view. */
  'screenShare.request': {
    input: consoleCommands['screenShare.request'].input,
    output: resultOf(consoleCommands['screenShare.request'].output),
  },
  'screenShare.resend': {
    input: consoleCommands['screenShare.resend'].input,
    output: resultOf(consoleCommands['screenShare.resend'].output),
  },
  'screenShare.cancel': {
    input: consoleCommands['screenShare.cancel'].input,
    output: resultOf(consoleCommands['screenShare.cancel'].output),
  },
  'screenShare.end': {
    input: consoleCommands['screenShare.end'].input,
    output: resultOf(consoleCommands['screenShare.end'].output),
  },
  'screenShare.report': {
    input: consoleCommands['screenShare.report'].input,
    output: resultOf(consoleCommands['screenShare.report'].output),
  },
  'screenShare.servers': {
    input: consoleQueries['screenShare.servers'].input,
    output: resultOf(consoleQueries['screenShare.servers'].output),
  },
  'screenShare.signal': { input: ScreenShareSignal, output: nothing },
  /** Opens the Screen sharing window of a request, or brings it forward. */
  'screenShare.open': { input: onRequest, output: nothing },
  /** Starts the client of the request's open session once more. */
  'screenShare.launch': { input: onRequest, output: nothing },
  /** Lets the technician point at a client's program; answers whether one was chosen. */
  'screenShare.locate': { input: z.object({ client: ExpertClientId }), output: z.object({ chosen: z.boolean() }) },
  'screenShare.fullScreen': { input: z.object({ id: RequestId, on: z.boolean() }), output: nothing },
  /** Sends a picture of the customer's screen into the chat. */
  'screenShare.snapshot': { input: z.object({ id: RequestId, png: Png }), output: resultOf(nothing) },
  'expertClients.read': { input: nothing, output: z.array(ExpertClientRow) },
};

export const screenShareEvents = {
  'screenShare.signalled': ScreenShareSignal,
};
