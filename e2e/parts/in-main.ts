import type { ElectronApplication } from '@playwright/test';

/** All that the main process has of Electron. */
type Electron = Parameters<Extract<Parameters<ElectronApplication['evaluate']>[0], (...given: never) => unknown>>[0];

/**
 * Runs a function in a program's main process, out of its event loop. Playwright's own `evaluate` runs it wherever the
 * inspector interrupts the program: where that is just as Node leaves its queue of ticks, and the function adds one, no
 * tick is ever run again, and no socket connects.
 */
export const inMain = <A, R>(
  app: ElectronApplication,
  what: (electron: Electron, argument: A) => R,
  argument?: A,
): Promise<Awaited<R>> =>
  app.evaluate(
    (electron, [source, given]) =>
      new Promise<unknown>((resolve) => {
        const inside = process.getBuiltinModule('node:vm').runInThisContext(`(${source})`) as typeof what;
        setImmediate(() => resolve((async () => inside(electron, given as A))()));
      }),
    [String(what), argument] as const,
  ) as Promise<Awaited<R>>;
