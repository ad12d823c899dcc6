import { create } from 'zustand';
import type { RequestDetails } from '../../preload/contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/live.ts';
import { bridge } from '../bridge.ts';
import { openConversation } from './conversation.ts';
import { openDraft } from './drafts.ts';
import { createReader } from './latest.ts';

type SelectionState = {
  /** The request that is chosen in one of the lists. */
  id: RequestId | null;
  /** What is known of it: of `id` as soon as it was read, until then of the one before. Null: not here, or none chosen. */
  details: RequestDetails | null;
  presence: Presence | null;
  /** Whether `details` are the chosen one's. */
  settled: boolean;
};

/** The request that Details shows. */
export const useSelection = create<SelectionState>(() => ({ id: null, details: null, presence: null, settled: true }));

/** Shows a request: all of it is read before anything changes on screen, so that nothing is drawn half. */
export async function select(id: RequestId | null): Promise<void> {
  if (useSelection.getState().id === id) return;
  useSelection.setState({ id, settled: false });
  void bridge.call('viewing.set', { id });
  if (id === null) {
    useSelection.setState({ details: null, presence: null, settled: true });
    return;
  }
  const [details, presence, showConversation, showDraft] = await Promise.all([
    bridge.call('request.read', { id }),
    bridge.call('presence.read', { id }),
    openConversation(id),
    openDraft(id),
  ]);
  if (useSelection.getState().id !== id) return;
  showConversation();
  showDraft();
  useSelection.setState({ details, presence, settled: true });
}

/** Reads the chosen request again. */
export const refreshSelection = createReader(async () => {
  const { id } = useSelection.getState();
  if (id === null) return;
  const details = await bridge.call('request.read', { id });
  if (useSelection.getState().id === id) useSelection.setState({ details, settled: true });
});

/** Word of who is at a request; of any other than the chosen one it is dropped. */
export function presenceChanged(presence: Presence): void {
  if (useSelection.getState().id === presence.id) useSelection.setState({ presence });
}
