import type { KeyboardEvent } from 'react';

/**
 * Ctrl or Cmd with Enter submits a form from wherever one is in it. For `onKeyDownCapture`: lists keep Enter to
 * themselves, and what is prevented does not reach the menu, whose shortcut it is as well.
 */
export function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.requestSubmit();
}
