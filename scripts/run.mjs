// The first step of every command: plain JavaScript with built-ins only, for whatever Node 20 or newer the machine has.
// Gets the Node that the programs run on and the dependencies by the lock file, then hands over to scripts/<task>.ts.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const pinnedNode = '24.21.0';
const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'sportello');
const windows = process.platform === 'win32';

function say(text) {
  process.stderr.write(`› ${text}\n`);
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error) throw error;
  if (status !== 0) {
    say(`${path.basename(command)} ${args.join(' ')} failed`);
    process.exit(status ?? 1);
  }
}

/** npm as a program and its first arguments: a script file on Windows, which cannot be spawned without a shell. */
function npm() {
  const beside = path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  return windows && existsSync(beside) ? [process.execPath, beside] : ['npm'];
}

/** The folder to put first on PATH: empty if this very Node is new enough to run TypeScript and the native modules. */
function nodeFolder() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 2)) return '';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const prefix = path.join(cache, `node-${pinnedNode}`);
  const home = path.join(prefix, 'node_modules', name);
  const folder = windows ? path.join(home, 'bin') : path.join(home, 'bin');
  if (!existsSync(path.join(folder, windows ? 'node.exe' : 'node'))) {
    say(`Node ${process.versions.node} is here; getting Node ${pinnedNode} from the npm registry, once …`);
    // The platform's package itself: unlike the `node` package that wraps it, it needs no install script.
    const work = `${prefix}-${process.pid}`;
    mkdirSync(work, { recursive: true });
    const [command, ...first] = npm();
    run(command, [
      ...first,
      'install',
      '--prefix',
      work,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--silent',
      `${name}@${pinnedNode}`,
    ]);
    rmSync(prefix, { recursive: true, force: true });
    renameSync(work, prefix);
  }
  return folder;
}

/** Installs what the lock file names, if it has changed since. */
function installDependencies(env) {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules/.sportello-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the dependencies that package-lock.json names …');
  const [command, ...first] = npm();
  run(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env });
  writeFileSync(stamp, lock);
}

const [task, ...args] = process.argv.slice(2);
const script = path.join(root, 'scripts', `${task}.ts`);
if (!task || !/^[a-z-]+$/.test(task) || !existsSync(script)) {
  say(`no such task: ${task ?? ''}`);
  process.exit(2);
}
const folder = nodeFolder();
const env = { ...process.env };
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
if (folder) env[pathKey] = `${folder}${path.delimiter}${env[pathKey] ?? ''}`;
installDependencies(env);
const node = folder ? path.join(folder, windows ? 'node.exe' : 'node') : process.execPath;
const child = spawnSync(node, [script, ...args], { cwd: root, env, stdio: 'inherit' });
process.exit(child.status ?? 1);
