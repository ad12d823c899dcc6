import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from './once.ts';
import { cache, root, say } from './places.ts';

/** Headers that come with a Node: beside its program, or where Debian puts them. */
function headers(): string[] {
  const places = [path.resolve(process.execPath, '../..'), '/usr'];
  const place = places.find((folder) => existsSync(path.join(folder, 'include/node/node_api.h')));
  return place === undefined ? [] : [`--nodedir=${place}`];
}

const modules = path.join(root, 'node_modules');

/** Where better-sqlite3's addon for the fallback Electron lies, or will lie once it is built. */
export function sqliteBinding(): string {
  const about = readFileSync(path.join(modules, 'better-sqlite3/package.json'), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  return path.join(cache, `better-sqlite3-${version}-napi9`, 'better_sqlite3.node');
}

/**
 * better-sqlite3's addon for a program with an older Node-API than its prebuilt one wants (the fallback Electron):
 * built from the package's own sources, unchanged, once, outside node_modules.
 */
export async function ensureSqliteBinding(): Promise<void> {
  await once(path.dirname(sqliteBinding()), (target) => {
    say('building better-sqlite3 for that Electron, once (about a minute) …');
    const work = mkdtempSync(path.join(tmpdir(), 'sportello-sqlite-'));
    try {
      for (const name of ['better-sqlite3', 'node-addon-api']) {
        cpSync(path.join(modules, name), path.join(work, 'node_modules', name), { recursive: true });
      }
      const sources = path.join(work, 'node_modules/better-sqlite3');
      const gyp = path.join(modules, 'node-gyp/bin/node-gyp.js');
      execFileSync(process.execPath, [gyp, 'rebuild', '--release', '-j', 'max', '--force_build=1', ...headers()], {
        cwd: sources,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, CXXFLAGS: '-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL' },
      });
      cpSync(path.join(sources, 'build/Release/better_sqlite3.node'), path.join(target, 'better_sqlite3.node'));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
