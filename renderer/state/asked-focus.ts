import { useEffect, useRef, type RefObject } from 'react';
import { usePerform, type FocusPart } from './perform.ts';

/** Gives the element the focus when an action asks for this part of the window, as soon as it can take it. */
export function useAskedFocus(part: FocusPart, element: RefObject<HTMLElement | null>, isReady = true): void {
  const asked = usePerform((state) => (state.focus.part === part ? state.focus.count : 0));
  const answered = useRef(asked);
  useEffect(() => {
    if (!isReady || asked === answered.current) return;
    answered.current = asked;
    if (asked > 0) element.current?.focus();
  }, [asked, isReady, element]);
}
