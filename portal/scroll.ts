import { ArrowDown } from 'lucide';
import { h, icon, listen } from './elements.ts';

const nearPx = 48;
/** So near to the top what was before is made ready. */
const aheadPx = 400;

export type ScrollEvents = {
  /** The newest line has come into sight, or gone. */
  onMoved: () => void;
  /** The top is near: shows what comes before, where there is anything. */
  onTop: () => void;
};

/** The log's window on the conversation: stays at the newest line unless the customer has scrolled up to read. */
export function createScroll(label: string, content: readonly HTMLElement[], { onMoved, onTop }: ScrollEvents) {
  // Keeps focus for the arrow keys; what is new is announced elsewhere, once.
  const scroller = h('div', { class: 'scroller', role: 'log', 'aria-label': label, 'aria-live': 'off', tabindex: 0 });
  scroller.append(...content);
  const jumpText = h('span');
  const jump = h('button', { type: 'button', class: 'jump', hidden: true }, icon(ArrowDown), jumpText);
  let stays = true;

  const toEnd = (): void => {
    stays = true;
    scroller.scrollTop = scroller.scrollHeight;
  };
  const watch = new ResizeObserver(() => {
    if (stays) toEnd();
  });
  const ends = [
    listen(scroller, 'scroll', () => {
      const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
      if (stays !== below < nearPx) {
        stays = below < nearPx;
        onMoved();
      }
      if (stays || scroller.scrollTop >= aheadPx) return;
      onTop();
      // What is looked at stays where it is, however much came in above.
      scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - below;
    }),
    listen(jump, 'click', () => {
      toEnd();
      scroller.focus();
      onMoved();
    }),
    () => watch.disconnect(),
  ];
  watch.observe(scroller);
  for (const element of content) watch.observe(element);

  return {
    element: h('div', { class: 'log' }, scroller, jump),
    isAtEnd: (): boolean => stays,
    toEnd,
    /** Shows the way down where there is one. */
    showJump: (text: string): void => {
      jump.hidden = stays;
      if (jumpText.textContent !== text) jumpText.textContent = text;
    },
    end: (): void => ends.forEach((end) => end()),
  };
}
