import type { PortalInput } from '../protocol/commands.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { CommandId } from '../protocol/ids.ts';
import { connect, type Connection } from './connection.ts';
import { deviceWords } from './device.ts';
import type { Page } from './page.ts';
import type { Own } from './resume.ts';

type Pending = { id: CommandId; input: PortalInput<'request.submit'> };

export type SubmissionEvents = {
  /** It waits for the network. */
  onWaiting: () => void;
  onSubmitted: (own: Own) => void;
  onRefused: (refusal: Refusal) => void;
};

/**
 * Sends a request exactly once: what was sent and not answered is sent again under the same id, also after a reload,
 * until there is an answer. The connection is made when it is needed.
 */
export function createSubmission(page: Page, { onWaiting, onSubmitted, onRefused }: SubmissionEvents) {
  const place = 'submitting';
  let pending = page.saved.read<Pending>(place);
  let connection: Connection | null = null;

  async function send(): Promise<void> {
    if (pending === null || connection === null) return;
    const { id, input } = pending;
    const answer = await connection.command(id, 'request.submit', input);
    if (pending?.id !== id || (!answer.ok && answer.code === 'offline')) return;
    pending = null;
    page.saved.drop(place);
    if (answer.ok) onSubmitted(answer.value);
    else onRefused(answer);
  }
  function goOn(): void {
    if (connection !== null) return void send();
    connection = connect({
      relay: page.relay,
      auth: () => ({ ...deviceWords(), request: null }),
      onLive: () => void send(),
      onLost: () => {
        if (pending !== null) onWaiting();
      },
      onRefused: page.outdated,
      onUpdate: () => {},
      random: page.random,
    });
  }
  if (pending !== null) goOn();

  return {
    isPending: (): boolean => pending !== null,
    submit: (input: Pending['input']): void => {
      pending = { id: page.newId() as CommandId, input };
      page.saved.write(place, pending);
      goOn();
    },
    networkBack: (): void => connection?.retryNow(),
    networkLost: (): void => connection?.networkLost(),
    end: (): void => connection?.close(),
  };
}
