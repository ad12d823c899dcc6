import type { Bridge } from '../preload/contract.ts';

declare global {
  interface Window {
    readonly sportello: Bridge;
  }
}

/** The way to the main process: the only place where the page touches what the preload gave it. */
export const bridge: Bridge = window.sportello;
