import { create } from 'zustand';
import type { Draft } from '../../preload/details-contract.ts';
import type { RequestId, Seq } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';
import { newestHeard } from './conversation.ts';
import { refreshMyRequests } from './my-requests.ts';
import { isOk } from './refusals.ts';

type DraftState = Draft & {
  id: RequestId | null;
  /** The newest line of others when the text was begun: what came after it the text does not answer yet. */
  begunAt: Seq | null;
};

/** The half-written message to the chosen request. */
export const useDraft = create<DraftState>(() => ({ id: null, text: '', note: false, begunAt: null }));

const writeEveryMs = 300;
const typingEndsAfterMs = 3_000;
let writing: { id: RequestId; draft: Draft; timer: ReturnType<typeof setTimeout> } | null = null;
let typing: { id: RequestId; timer: ReturnType<typeof setTimeout> } | null = null;

/** Writes at once what waits to be written. */
export function flushDraft(): void {
  if (writing === null) return;
  clearTimeout(writing.timer);
  const { id, draft } = writing;
  writing = null;
  // My support requests marks those with a draft.
  void bridge.call('draft.write', { id, draft }).then(refreshMyRequests);
}

function endTyping(): void {
  if (typing === null) return;
  clearTimeout(typing.timer);
  void bridge.call('typing.set', { id: typing.id, typing: false });
  typing = null;
}

function showTyping(id: RequestId): void {
  if (typing?.id === id) clearTimeout(typing.timer);
  else {
    endTyping();
    void bridge.call('typing.set', { id, typing: true });
  }
  typing = { id, timer: setTimeout(endTyping, typingEndsAfterMs) };
}

/** The draft as main has it. Whoever sees it now sees the lines above it too: only later ones make it stale. */
const shown = (draft: Draft | null, begunAt: Seq | null = null): Omit<DraftState, 'id'> => ({
  text: draft?.text ?? '',
  note: draft?.note ?? false,
  begunAt: draft === null || draft.text === '' ? null : (begunAt ?? newestHeard()),
});

/** Another request is about to be shown: what was typed stays with its own. */
export function leaveDraft(): void {
  flushDraft();
  endTyping();
}

/** Shows a request's draft, which was just read. */
export function showDraft(id: RequestId, draft: Draft | null): void {
  flushDraft(); // typed into the request before while this one was read
  useDraft.setState({ id, ...shown(draft) });
}

/** The draft was changed elsewhere: it is the same in all windows, but what is being typed here is newer. */
export function draftChanged({ id, draft }: { id: RequestId; draft: Draft | null }): void {
  const { id: own, begunAt } = useDraft.getState();
  if (own === id && writing === null) useDraft.setState(shown(draft, begunAt));
}

/** The technician typed, or changed between reply and internal note. */
export function changeDraft(patch: Partial<Draft>): void {
  useDraft.setState(patch);
  const { id, text, note, begunAt } = useDraft.getState();
  if (id === null) return;
  if (text === '') useDraft.setState({ begunAt: null });
  else if (begunAt === null) useDraft.setState({ begunAt: newestHeard() });
  // Now and then while somebody types, not after it: other windows follow, and little is lost to a crash.
  writing = { id, draft: { text, note }, timer: writing?.timer ?? setTimeout(flushDraft, writeEveryMs) };
  if (text !== '' && !note && patch.text !== undefined) showTyping(id);
  else endTyping();
}

/** Whether somebody wrote while the text was being written, so that it may not fit any more (spec 2 Chat). */
export const isStale = (): boolean => {
  const { begunAt, note } = useDraft.getState();
  return !note && begunAt !== null && newestHeard() > begunAt;
};

/** Sends the draft: main clears it and queues the message in one step. Answers whether it was taken. */
export async function sendDraft(): Promise<boolean> {
  const { id, text, note } = useDraft.getState();
  if (id === null || text.trim() === '') return false;
  if (writing !== null) clearTimeout(writing.timer);
  writing = null;
  endTyping();
  useDraft.setState({ text: '', begunAt: null });
  const answer = await bridge.call(note ? 'chat.note' : 'chat.send', { id, text });
  if (isOk(answer, id)) return true;
  if (useDraft.getState().id === id) useDraft.setState({ text });
  return false;
}
