import { readdirSync, readFileSync } from 'node:fs';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronCommand } from '../../scripts/electron-command.ts';

/** A program under Electron, started for measuring. */
export type Program = {
  app: ElectronApplication;
  page: Page;
  /** Milliseconds from the start of the process until the page marked itself `interactive`. */
  startMs: number;
  /** Proportional set size of all its processes, in bytes. */
  memory: () => number;
  quit: () => Promise<void>;
};

/** Parents of all processes there are. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
      found.set(Number(name), Number(parent));
    } catch {
      // Ended while we looked.
    }
  }
  return found;
}

/** Proportional set size of a process and all below it: what is shared counts once. */
function memoryOf(root: number): number {
  const all = parents();
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(all.get(pid) ?? 0));
  let sum = 0;
  for (const pid of all.keys()) {
    if (!isBelow(pid)) continue;
    const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    sum += Number(pss ?? 0) * 1024;
  }
  return sum;
}

const interactive = async (page: Page): Promise<number> => {
  await page.waitForFunction(() => performance.getEntriesByName('interactive').length > 0, undefined, {
    timeout: 60_000,
  });
  return page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('interactive')[0]?.startTime ?? NaN),
  );
};

/** Starts the app in a folder (absent: the console) with a profile, and waits until it is interactive. */
export async function startProgram(
  profile: string,
  env: Readonly<Record<string, string>>,
  folder?: string,
  flags: readonly string[] = [],
): Promise<Program> {
  const command = electronCommand();
  const args = folder === undefined ? command.args : command.args.with(-1, folder);
  const started = performance.timeOrigin + performance.now();
  const app = await _electron.launch({
    executablePath: command.executable,
    args: [...args, ...flags, `--user-data-dir=${profile}`, '--lang=en', '--password-store=basic'],
    env: { ...process.env, ...command.env, LANGUAGE: 'en', ...env } as Record<string, string>,
  });
  const page = await app.firstWindow();
  const startMs = (await interactive(page)) - started;
  return {
    app,
    page,
    startMs,
    memory: () => memoryOf(app.process().pid ?? 0),
    quit: () => app.close(),
  };
}
