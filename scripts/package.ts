import { readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build } from './build.ts';
import { ensureElectron, findElectron } from './setup/electron-runtime.ts';
import { root, say } from './setup/places.ts';
import { runTask } from './task.ts';
import { tool } from './tool.ts';

// `npm run package`: the installable console for this system in release/. What follows `--` goes to electron-builder:
// `npm run package -- --win --arm64`.

/** electron-builder's arguments for an Electron that is not the one that package.json names: a folder of it is all there is. */
function substitute(): string[] {
  const electron = findElectron();
  const about = readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  if (electron === null || electron.version === version) return [];
  say(`packing Electron ${electron.version} instead of ${version}: a program to try, not one to give away`);
  return [`-c.electronDist=${path.dirname(electron.executable)}`, `-c.electronVersion=${electron.version}`];
}

await runTask(async () => {
  await ensureElectron();
  await build();
  const instead = substitute();
  // Installers are made with tools that electron-builder downloads from where Electron is: out of reach, both.
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : instead.length > 0 ? ['--linux', 'dir'] : [];
  const args = [tool('electron-builder', 'electron-builder'), '--publish', 'never', ...wanted, ...instead];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
});
