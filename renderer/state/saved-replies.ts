import { v7 as newId } from 'uuid';
import { create } from 'zustand';
import type { SavedReplyRow } from '../../preload/files-contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { SavedReplyId } from '../../protocol/ids.ts';
import { fillSavedReply } from '../../protocol/saved-replies.ts';
import { bridge } from '../bridge.ts';
import { useAccount } from './account.ts';
import { createReader } from './latest.ts';
import { useSelection } from './selection.ts';

/** The team's saved replies, by title. */
export const useSavedReplies = create<{ replies: readonly SavedReplyRow[] }>(() => ({ replies: [] }));

/** Reads them again: something about them may have changed. */
export const refreshSavedReplies = createReader(async () => {
  useSavedReplies.setState({ replies: await bridge.call('saved-reply.list', {}) });
});

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Replies whose title or text has what was typed; those whose title begins with it first. */
export function matchingReplies(replies: readonly SavedReplyRow[], typed: string): SavedReplyRow[] {
  const wanted = plain(typed);
  const rank = ({ title, text }: SavedReplyRow): number => {
    if (plain(title).startsWith(wanted)) return 0;
    return plain(title).includes(wanted) ? 1 : plain(text).includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .map(({ reply }) => reply);
}

/** A reply's text with the chosen request's words in it. */
export function filledReply({ text }: Pick<SavedReplyRow, 'text'>): string {
  const { details } = useSelection.getState();
  const account = useAccount.getState();
  if (details === null) return text;
  return fillSavedReply(text, {
    'customer.name': details.row.customerName,
    'company.name': details.row.companyName,
    'request.id': String(details.row.id),
    'technician.name': account.kind === 'signed-in' ? account.me.name : '',
  });
}

/** Puts a reply down, a new one without an id. Null if it went well, otherwise why not. */
export async function saveReply(id: SavedReplyId | null, title: string, text: string): Promise<Refusal | null> {
  const answer = await bridge.call('saved-reply.save', { id: id ?? (newId() as SavedReplyId), title, text });
  return answer.ok ? null : answer;
}

export async function deleteReply(id: SavedReplyId): Promise<Refusal | null> {
  const answer = await bridge.call('saved-reply.delete', { id });
  return answer.ok ? null : answer;
}
