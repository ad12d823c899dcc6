import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from './build.ts';
import { onFreshDesktop } from './desktop-session.ts';
import { ensureDebianPackages, forTests } from './setup/debian-packages.ts';
import { ensureElectron } from './setup/electron-runtime.ts';
import { root } from './setup/places.ts';
import { runTask } from './task.ts';

/** Runs a script on a desktop of its own, after everything that it needs is there; its exit status is ours. */
export const play = (script: string, args: readonly string[] = []): Promise<void> =>
  runTask(async () => {
    await ensureDebianPackages(forTests);
    await ensureElectron();
    await build();
    return onFreshDesktop(async (env) => {
      const child = spawn(process.execPath, [path.resolve(root, script), ...args], {
        cwd: root,
        env,
        stdio: 'inherit',
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? 1;
    });
  });
