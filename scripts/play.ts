import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from './build.ts';
import { onFreshDesktop } from './desktop-session.ts';
import { ensureDebianPackages, forTests } from './setup/debian-packages.ts';
import { ensureElectron } from './setup/electron-runtime.ts';
import { root } from './setup/places.ts';
import { runTask } from './task.ts';

/** Runs a program of the project on a desktop of its own, after everything that it needs is there; its exit status is ours. */
export const play = (program: string): Promise<void> =>
  runTask(async () => {
    ensureDebianPackages(forTests);
    await ensureElectron();
    await build();
    return onFreshDesktop(async (env) => {
      const child = spawn(process.execPath, [path.join(root, program)], { cwd: root, env, stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? 1;
    });
  });
