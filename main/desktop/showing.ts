import type { EventPayload } from '../../preload/contract.ts';
import type { RequestId } from '../../protocol/ids.ts';

export type ShowingParts = {
  /** Brings the window before the person. */
  forward: () => void;
  send: (name: 'request.shown', payload: EventPayload<'request.shown'>) => void;
};

/** Shows requests in the window; what its page does not listen to yet waits for it. */
export function createShowing({ forward, send }: ShowingParts) {
  let isPageOpen = false;
  let waiting: EventPayload<'request.shown'> | null = null;
  return {
    /** `compose`: with the cursor where one writes. */
    show: (id: RequestId, compose = false): void => {
      forward();
      if (isPageOpen) send('request.shown', { id, compose });
      else waiting = { id, compose };
    },
    pageOpened: (): void => {
      isPageOpen = true;
      if (waiting !== null) send('request.shown', waiting);
      waiting = null;
    },
    pageClosed: (): void => {
      isPageOpen = false;
    },
  };
}
