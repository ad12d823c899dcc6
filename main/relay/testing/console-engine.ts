import { v7 as newId } from 'uuid';
import type { ConsoleCommand, ConsoleInput } from '../../../protocol/commands.ts';
import type { CommandId, RequestId } from '../../../protocol/ids.ts';
import type { News } from '../../storage/news.ts';
import { createStorage } from '../../storage/storage.ts';
import { connect, type Connection } from '../connection.ts';
import { createDelivery } from '../delivery.ts';
import { signIn } from '../sign-in.ts';
import { createSync } from '../sync.ts';

/** Starts the thread from its source. */
const workerUrl = new URL('../../storage/worker.ts', import.meta.url);

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/** Storage, connection, sync and delivery joined as the console joins them, without windows. */
export async function openEngine(folder: string, relay: string, token: string, technicianId: string) {
  const errors: unknown[] = [];
  const news: News[] = [];
  const seen = { live: false, welcomes: 0, progress: null as number | null };
  let connection: Connection | null = null;
  const storage = createStorage({
    folder,
    workerUrl,
    onSlow: () => {},
    onRenewed: () => connection?.reconnectNow(),
  });
  await storage.claim({ relay, technicianId: technicianId as never });
  // Tries follow at once: the tests wait for states.
  const random = (): number => 0;
  const delivery = createDelivery({
    storage,
    connection: () => connection,
    onSettled: () => {},
    onError: (error) => errors.push(error),
    random,
  });
  const sync = createSync({
    storage,
    connection: () => connection,
    onChanged: (changes, origin) => origin === 'live' && news.push(...changes.news),
    onReset: () => {},
    onState: (state) => {
      Object.assign(seen, state);
      if (state.live) delivery.start();
    },
    onError: (error) => errors.push(error),
    random,
  });
  const start = (): void => {
    connection = connect(
      relay,
      token,
      {
        isThere: () => true,
        onWelcome: (welcome) => {
          seen.welcomes += 1;
          sync.welcomed(welcome);
        },
        onEntries: sync.pushed,
        onScope: sync.scopeChanged,
        onPresence: () => {},
        onScreenShareSignal: () => {},
        onLost: () => {
          seen.live = false;
          sync.lost();
        },
        onUnreachable: () => {},
        onRefused: (code) => errors.push(code),
        onNonsense: (event) => errors.push(`nonsense: ${event}`),
      },
      () => 0.02,
    );
  };
  return {
    storage,
    seen,
    news,
    errors,
    start,
    connection: (): Connection => {
      if (connection === null) throw new Error('not started');
      return connection;
    },
    /** An online command, which has to succeed. */
    ask: async <N extends ConsoleCommand>(name: N, input: ConsoleInput<N>): Promise<void> => {
      const answer = await connection?.command(newId() as CommandId, name, input);
      if (answer?.ok !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    },
    /** A durable command, which is queued. */
    queue: async <N extends ConsoleCommand>(name: N, input: ConsoleInput<N> & { id: RequestId }): Promise<void> => {
      await storage.addCommand({ id: newId() as CommandId, name, input, at: Date.now() });
      delivery.start();
    },
    /** Ends it as quitting does. */
    close: async (): Promise<void> => {
      connection?.close();
      connection = null;
      sync.lost();
      delivery.stop();
      await sync.settled();
      await storage.close();
    },
  };
}

/** Signs in and opens an engine. */
export async function openSignedIn(folder: string, relay: string, account: { email: string; password: string }) {
  const answer = await signIn(relay, { ...account, device: 'test' });
  if (!answer.ok) throw new Error(answer.code);
  const { token, me } = answer.value;
  return { token, me, open: () => openEngine(folder, relay, token, me.id) };
}
