import type { ExpertClientRow } from '../../preload/screen-share-contract.ts';
import type { ConsoleInput, ConsoleOutput } from '../../protocol/commands.ts';
import { schemeOf, type ExpertClient } from '../../protocol/expert-client.ts';
import type { Result } from '../../protocol/errors.ts';
import type { RequestId, TechnicianId, ExpertClientId, ScreenShareId } from '../../protocol/ids.ts';
import { isScreenShareOpen } from '../../protocol/lifecycle.ts';
import type { SupportRequest } from '../../protocol/model.ts';
import type { LaunchOutcome, ScreenShare } from '../../protocol/screen-share.ts';
import { fillArguments, fillLink, needsCode, type SessionValues } from './arguments.ts';
import type { KeptStore } from './kept.ts';
import type { Launched, LaunchOptions } from './launch.ts';
import { locate, type Machine } from './locate.ts';
import type { ScreenShareWindows } from './screen-share-window.ts';

const graceMs = 2_500;

type Shared = { share: ScreenShare; request: SupportRequest };
type Ask = <N extends 'screenShare.request' | 'screenShare.report' | 'screenShare.end' | 'screenShare.cancel'>(
  name: N,
  input: ConsoleInput<N>,
) => Promise<Result<ConsoleOutput<N>>>;

export type ScreenSharingParts = {
  machine: Machine;
  kept: KeptStore;
  windows: ScreenShareWindows;
  readShared: (id: RequestId) => Promise<Shared | null>;
  readClients: () => Promise<ExpertClient[]>;
  ask: Ask;
  me: () => TechnicianId | null;
  launch: (file: string, args: readonly string[], options: LaunchOptions) => Promise<Launched>;
  /** Opens a link of an entry by whatever the operating system has for it; rejects if it has nothing. */
  openLink: (link: string) => Promise<void>;
  /** Asks the person for a program; null if he would rather not. */
  chooseProgram: () => Promise<string | null>;
  /** Brings the console before the person. */
  forward: () => void;
  onError: (event: string, error: unknown) => void;
};

const kindOf = ({ client }: ScreenShare): 'view' | 'panel' => (client.kind === 'built-in' ? 'view' : 'panel');

const valuesOf = ({ share, request }: Shared, entry: ExpertClient): SessionValues => ({
  sessionId: share.id,
  joinCode: share.code,
  customerName: request.customer.name,
  host: entry.host === '' ? request.source.ip : entry.host,
  port: entry.port,
});

/**
 * Escalation on this machine: windows that go with the sessions, and expert clients, which are started by their entry
 * alone. What is started and with which arguments comes from the list that an admin keeps, never from a page.
 */
export function createScreenSharing(parts: ScreenSharingParts) {
  const { machine, kept, windows, readShared, readClients, ask, me, onError } = parts;
  /** Sessions asked for here whose client has not been started yet: it may wait for a code. */
  const toLaunch = new Set<ScreenShareId>();
  const owned = (event: string, work: Promise<unknown>): void =>
    void work.catch((error: unknown) => onError(event, error));

  const entryOf = async (id: ExpertClientId): Promise<ExpertClient | null> =>
    (await readClients()).find((entry) => entry.id === id) ?? null;
  const programOf = (entry: ExpertClient): Promise<string | null> =>
    locate(entry, machine, kept.read().programs[entry.id] ?? null);

  async function openLink(link: string): Promise<LaunchOutcome> {
    // Checked by what it became: the scheme is the template's own, since values are encoded.
    if (schemeOf(link) === null) return 'blocked';
    try {
      await parts.openLink(link);
      return 'started';
    } catch {
      return 'missing'; // the operating system has nothing that opens it
    }
  }

  async function start(shared: Shared, entry: ExpertClient): Promise<LaunchOutcome> {
    const values = valuesOf(shared, entry);
    if (entry.launch.kind === 'url') {
      const link = fillLink(entry.launch.url, values);
      return link.ok ? openLink(link.value[0] ?? '') : 'blocked';
    }
    const file = await programOf(entry);
    if (file === null) return 'missing';
    const args = fillArguments(entry.launch.arguments, values);
    if (!args.ok) return 'blocked';
    const { endsWithProgram } = entry.launch;
    const { platform } = machine;
    const launched = await parts.launch(file, args.value, { platform, graceMs, mayHandOver: !endsWithProgram });
    if (launched.kind === 'started' && endsWithProgram) {
      owned(
        'end with the program',
        launched.ended.then(() => endIfOpen(shared.request.id, shared.share.id)),
      );
    }
    return launched.kind;
  }

  async function endIfOpen(request: RequestId, id: ScreenShareId): Promise<void> {
    const shared = await readShared(request);
    if (shared?.share.id === id && isScreenShareOpen(shared.share.state)) await ask('screenShare.end', { id });
  }

  /** Starts the session's client and tells the relay what became of it. */
  async function launchFor(shared: Shared): Promise<void> {
    const { share } = shared;
    if (share.client.kind === 'built-in') return;
    const entry = await entryOf(share.client.id);
    const outcome = entry === null ? 'blocked' : await start(shared, entry);
    await ask('screenShare.report', { id: share.id, report: { kind: 'launch', outcome } });
  }

  async function launchIfReady(shared: Shared): Promise<void> {
    const { share } = shared;
    if (!toLaunch.has(share.id) || share.client.kind === 'built-in') return;
    const entry = await entryOf(share.client.id);
    if (entry !== null && needsCode(entry) && share.code === null) return;
    if (toLaunch.delete(share.id)) await launchFor(shared);
  }

  async function follow(id: RequestId): Promise<void> {
    const shared = await readShared(id);
    if (shared === null) return;
    const { state, technicianId } = shared.share;
    if (isScreenShareOpen(state) && technicianId === me()) return launchIfReady(shared);
    toLaunch.delete(shared.share.id);
    // What was declined, lapsed or failed stays to be read, with the way on.
    const isOver = state === 'ended' || state === 'cancelled' || technicianId !== me();
    if (isOver && windows.close(id, shared.share.id)) parts.forward();
  }

  return {
    /** Asks the customer and opens the window; a client is started as soon as it has what it needs. */
    request: async (
      input: ConsoleInput<'screenShare.request'>,
    ): Promise<Result<ConsoleOutput<'screenShare.request'>>> => {
      const answer = await ask('screenShare.request', input);
      if (!answer.ok) return answer;
      windows.open(input.id, input.client === 'built-in' ? 'view' : 'panel', answer.value.shareId);
      if (input.client !== 'built-in') {
        toLaunch.add(answer.value.shareId);
        // The session may be in the cache already: then nothing more will be told of it.
        owned('follow', follow(input.id));
      }
      return answer;
    },
    /** Something of these requests changed. */
    changed: (ids: readonly RequestId[]): void => {
      for (const id of ids) if (windows.isOpen(id) || toLaunch.size > 0) owned('follow', follow(id));
    },
    /** The console has just started: windows of sessions that go on are opened again. */
    resume: async (): Promise<void> => {
      for (const id of kept.read().open) {
        const shared = await readShared(id);
        if (shared !== null && isScreenShareOpen(shared.share.state) && shared.share.technicianId === me()) {
          windows.open(id, kindOf(shared.share), shared.share.id);
        }
      }
    },
    open: async (id: RequestId): Promise<void> => {
      const shared = await readShared(id);
      if (shared !== null) windows.open(id, kindOf(shared.share), shared.share.id);
    },
    /** Starts the client of the open session once more. */
    launch: async (id: RequestId): Promise<void> => {
      const shared = await readShared(id);
      if (shared === null || !isScreenShareOpen(shared.share.state) || shared.share.technicianId !== me()) return;
      toLaunch.add(shared.share.id);
      await launchIfReady(shared);
    },
    /** The person closed the window: without it nobody looks, so nobody should be shown anything. */
    windowClosed: (id: RequestId, share: ScreenShareId): void =>
      owned(
        'window closed',
        readShared(id).then((shared) => (shared?.share.client.kind === 'built-in' ? endIfOpen(id, share) : undefined)),
      ),
    /** Lets the person point at a client's program; answers whether he did. */
    locate: async (client: ExpertClientId): Promise<boolean> => {
      const entry = await entryOf(client);
      const file = entry === null ? null : await parts.chooseProgram();
      if (file === null) return false;
      kept.write({ programs: { ...kept.read().programs, [client]: file } });
      return true;
    },
    clients: async (): Promise<ExpertClientRow[]> =>
      Promise.all(
        (await readClients()).map(async (entry) => {
          const { id, name, preset, suits, codeFrom, join } = entry;
          const installed = entry.launch.kind === 'url' ? null : (await programOf(entry)) !== null;
          return { id, name, preset, suits, codeFrom, installed, downloadUrl: join.downloadUrl };
        }),
      ),
  };
}
