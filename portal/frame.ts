import { listen } from './elements.ts';

/** What the page says to the company's page that has it in a frame. */
export type FrameWord =
  { sportello: 'ready' } | { sportello: 'close' } | { sportello: 'unread'; count: number; text: string };
/** What the company's page says to the page: whether its frame is to be seen. */
export type HostWord = { sportello: 'shown' | 'hidden' };

export type Frame = {
  framed: boolean;
  /** False while the company's page hides the frame; the browser cannot tell. */
  isShown: () => boolean;
  say: (word: FrameWord) => void;
  onShown: (listener: () => void) => () => void;
};

/** The company's page around this one, if there is one. What goes there is nobody's secret: any page may listen. */
export function createFrame(own: Window): Frame {
  const framed = own.parent !== own;
  let shown = true;
  const listeners = new Set<() => void>();
  if (framed) {
    listen(own, 'message', (event) => {
      const { source, data } = event as MessageEvent<HostWord | null>;
      if (source !== own.parent || (data?.sportello !== 'shown' && data?.sportello !== 'hidden')) return;
      shown = data.sportello === 'shown';
      for (const listener of listeners) listener();
    });
  }
  return {
    framed,
    isShown: () => shown,
    say: (word) => {
      if (framed) own.parent.postMessage(word, '*');
    },
    onShown: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
