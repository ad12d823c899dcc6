import { create } from 'zustand';
import type { ChatLine, ConversationPage } from '../../preload/details-contract.ts';
import { mostLines } from '../../preload/amounts.ts';
import type { RequestId, Seq } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';
import { createReader } from './latest.ts';

type ConversationState = {
  id: RequestId | null;
  lines: readonly ChatLine[];
  /** There are older lines than these. */
  more: boolean;
  readSeq: Seq;
  /** Up to where I had read when I opened the request: where the line "new" stands. */
  openedAt: Seq;
};

/** The lines of the chosen request that are loaded: the newest, and older ones as far as somebody scrolled. */
export const useConversation = create<ConversationState>(() => ({
  id: null,
  lines: [],
  more: false,
  readSeq: 0 as Seq,
  openedAt: 0 as Seq,
}));

/** Asked for at a time when somebody scrolls back. */
const pageSize = 30;
/** No line is lower, in pixels: one of a run, with one row of text (chat/chat-line.module.css). */
const lowestLine = 30;
let screenful = pageSize;
/** How many lines of a request are drawn at first: more than fit on the screen, and no more. */
export const linesAtFirst = (): number => screenful;
/** Says how high the view of the lines is, in pixels. */
export const fitLines = (height: number): void => {
  if (height > 0) screenful = Math.min(mostLines, Math.ceil(height / lowestLine) + 2);
};

/** Shows a request's newest lines, which were just read. */
export const showConversation = (id: RequestId, { lines, more, readSeq }: ConversationPage): void =>
  useConversation.setState({ id, lines, more, readSeq, openedAt: readSeq });

const isSameLine = (one: ChatLine | undefined, other: ChatLine): boolean =>
  one !== undefined &&
  one.id === other.id &&
  one.state === other.state &&
  one.seq === other.seq &&
  one.fileState === other.fileState;

/** Reads what is loaded again. Lines that are as they were stay the same objects, so that only the others are drawn anew. */
export const refreshConversation = createReader(async () => {
  const { id, lines } = useConversation.getState();
  if (id === null) return;
  const limit = Math.min(mostLines, Math.max(pageSize, lines.length + 5));
  const page = await bridge.call('conversation.read', { id, before: null, limit });
  useConversation.setState((now) => {
    if (now.id !== id) return now;
    const known = new Map(now.lines.map((line) => [line.id, line]));
    // What was asked for beyond the first line makes room for new ones at the end: it is not shown before somebody scrolls.
    const from = Math.max(
      0,
      page.lines.findIndex((line) => line.id === now.lines[0]?.id),
    );
    const fresh = page.lines.slice(from).map((line) => {
      const before = known.get(line.id);
      return isSameLine(before, line) && before !== undefined ? before : line;
    });
    // What was scrolled up to beyond one reading stays above it.
    const first = fresh[0];
    const at = now.lines.findIndex((line) => line.id === first?.id);
    return {
      lines: [...now.lines.slice(0, Math.max(0, at)), ...fresh],
      more: from > 0 || (at > 0 ? now.more : page.more),
      readSeq: page.readSeq,
    };
  });
});

let loading = false;
/** Reads the stretch before the oldest line that is loaded. */
export async function loadOlder(): Promise<void> {
  const { id, lines, more } = useConversation.getState();
  const oldest = lines.find((line) => line.seq !== null);
  if (loading || !more || id === null || oldest === undefined) return;
  loading = true;
  try {
    // A request that was reopened carries the log of the one before it: one goes on from the line's own request.
    const page = await bridge.call('conversation.read', { id: oldest.requestId, before: oldest.seq, limit: pageSize });
    useConversation.setState((now) =>
      now.id === id ? { lines: [...page.lines, ...now.lines], more: page.more } : now,
    );
  } finally {
    loading = false;
  }
}

/** The last line with something of somebody else in it that the relay has. */
const lastHeard = (lines: readonly ChatLine[]): ChatLine | undefined =>
  lines.findLast((line) => line.seq !== null && line.author !== 'me' && line.body.kind !== 'event');

/** Moves my read cursor to the newest line: it was seen. */
export function markRead(): void {
  const { id, lines, readSeq } = useConversation.getState();
  const last = lastHeard(lines);
  if (id === null || last?.seq == null || last.requestId !== id || last.seq <= readSeq) return;
  useConversation.setState({ readSeq: last.seq });
  void bridge.call('chat.read', { id, seq: last.seq });
}

/** Seq of the newest text of a customer or colleague, 0 for none: what a reply answers to. */
export const newestHeard = (): Seq => lastHeard(useConversation.getState().lines)?.seq ?? (0 as Seq);
