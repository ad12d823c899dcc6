import type { Instant } from '../../protocol/ids.ts';
import type { Bubble } from './bubbles.ts';
import type { BubbleEvent, Presenter, Shown } from './presenter.ts';

export type BubbleScreenParts = {
  presenter: Presenter;
  now: () => Instant;
  /** What is to be on the screen. */
  wanted: () => readonly Bubble[];
  /** Whether the bubble tells of something that the screen has not shown yet. */
  isNew: (bubble: Bubble) => boolean;
  onHappened: (bubble: Bubble, what: BubbleEvent) => void;
  /** Something new stands on the screen. */
  onAttention: () => void;
};

/** What comes within this time of something new on the screen is shown together. */
const breathMs = 500;

/** Keeps the notifications on the screen in line with those that are wanted. */
export function createBubbleScreen({ presenter, now, wanted, isNew, onHappened, onAttention }: BubbleScreenParts) {
  const shown = new Map<string, { bubble: Bubble; handle: Shown }>();
  let drawnAt = -Infinity;
  let later: NodeJS.Timeout | undefined;

  function happened(key: string, what: BubbleEvent): void {
    const bubble = shown.get(key)?.bubble;
    if (bubble === undefined) return;
    if (what.kind === 'closed') shown.delete(key);
    onHappened(bubble, what);
  }

  function put(bubble: Bubble): void {
    const { key, title, body } = bubble;
    const there = shown.get(key);
    if (there === undefined) {
      shown.set(key, { bubble, handle: presenter.show(bubble, (what) => happened(key, what)) });
    } else if (isNew(bubble) || there.bubble.title !== title || there.bubble.body !== body) {
      shown.set(key, { ...there, bubble });
      there.handle.replace(bubble);
    }
  }

  function drawNow(): void {
    later = undefined;
    const bubbles = wanted();
    const keys = new Set(bubbles.map(({ key }) => key));
    for (const [key, { handle }] of shown) {
      if (keys.has(key)) continue;
      shown.delete(key);
      handle.close();
    }
    const news = bubbles.filter(isNew);
    for (const bubble of bubbles) put(bubble);
    if (news.length === 0) return;
    drawnAt = now();
    onAttention();
  }

  return {
    /** At once, or, if something new was shown a moment ago, with what else comes until then. */
    draw: (): void => {
      if (later !== undefined) return;
      const wait = drawnAt + breathMs - now();
      if (wait <= 0) drawNow();
      else later = setTimeout(drawNow, wait);
    },
    close: async (): Promise<void> => {
      clearTimeout(later);
      shown.clear();
      await presenter.close();
    },
  };
}
