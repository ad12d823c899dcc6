import { create } from 'zustand';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';
import { linesAtFirst, showConversation } from './conversation.ts';
import { leaveDraft, showDraft } from './drafts.ts';
import { createReader } from './latest.ts';
import { presenceChanged } from './presence.ts';

type SelectionState = {
  /** The request that is chosen in one of the lists. */
  id: RequestId | null;
  /** What is known of it: of `id` as soon as it was read, until then of the one before. Null: not here, or none chosen. */
  details: RequestDetails | null;
  /** Whether `details` are the chosen one's. */
  settled: boolean;
};

/** The request that Details shows. */
export const useSelection = create<SelectionState>(() => ({ id: null, details: null, settled: true }));

/** All of a request is read before anything of it is shown, so that nothing is drawn half; the last choice wins. */
const open = createReader(async () => {
  const { id } = useSelection.getState();
  if (id === null) return;
  leaveDraft();
  const { details, conversation, draft, presence } = await bridge.call('request.open', { id, limit: linesAtFirst() });
  if (useSelection.getState().id !== id) return;
  showConversation(id, conversation);
  showDraft(id, draft);
  if (presence !== null) presenceChanged(presence, true);
  useSelection.setState({ details, settled: true });
});

/** Shows a request in Details; null for none. Resolves when it is on screen. */
export async function select(id: RequestId | null): Promise<void> {
  if (useSelection.getState().id === id) return;
  useSelection.setState(id === null ? { id, details: null, settled: true } : { id, settled: false });
  void bridge.call('viewing.set', { id });
  await open();
}

/** Shows the one request that this page is about, if it is about one (state/own-request.ts). Resolves when it is on screen. */
export async function selectOwn(id: RequestId): Promise<void> {
  useSelection.setState({ id, settled: false });
  await open();
}

/** Reads the chosen request again. */
export const refreshSelection = createReader(async () => {
  const { id } = useSelection.getState();
  if (id === null) return;
  const details = await bridge.call('request.read', { id });
  if (useSelection.getState().id === id) useSelection.setState({ details });
});
