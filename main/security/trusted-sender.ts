import type { WebFrameMain } from 'electron/main';
import { appOrigin } from './app-scheme.ts';

/** Whether a message comes from the main frame of one of our own pages. */
export const isTrustedSender = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && frame.url.startsWith(`${appOrigin}/`);
