// The first step of every command: plain JavaScript with built-ins only, for whatever Node 20 or newer the machine has.
// Gets the Node that the programs run on and the dependencies by the lock file, then hands over to a script:
//   node scripts/run.mjs <task>          scripts/<task>.ts
//   node scripts/run.mjs <file.ts>       a bench or a soak
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const pinnedNode = '24.21.0';
const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'sportello');
const windows = process.platform === 'win32';

function say(text) {
  process.stderr.write(`› ${text}\n`);
}

function stop(text, status = 1) {
  say(text);
  process.exit(status);
}

/** Runs npm on the given Node: its script where that is known, since on Windows `npm` itself needs a shell. */
function npm(node, args, options) {
  const beside = path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  const script = [process.env.npm_execpath ?? '', beside].find(
    (file) => file.endsWith('npm-cli.js') && existsSync(file),
  );
  const [command, first] = script ? [node, [script]] : ['npm', []];
  const all = [...first, ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(command, all, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (error) stop(`npm cannot be started: ${error.message}`);
  if (status !== 0) stop(`npm ${args.join(' ')} failed`);
}

/** The Node that the programs run on: this very one if it is of just that version. */
function currentNode() {
  if (process.versions.node === pinnedNode) return process.execPath;
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const prefix = path.join(cache, `node-${pinnedNode}`);
  const node = path.join(prefix, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(node)) return node;
  say(`Node ${process.versions.node} is here; getting Node ${pinnedNode} from the npm registry, once …`);
  const work = `${prefix}-${process.pid}`;
  mkdirSync(work, { recursive: true });
  // The platform's package itself: unlike the `node` package that wraps it, it needs no install script.
  npm(process.execPath, ['install', '--prefix', work, '--no-save', '--no-package-lock', `${name}@${pinnedNode}`]);
  rmSync(prefix, { recursive: true, force: true });
  renameSync(work, prefix);
  return node;
}

const packagesIn = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/** Whether npm has installed just what the lock file names, but for what is optional on this platform. */
function isInstalled() {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const present = packagesIn(path.join(root, 'node_modules/.package-lock.json'));
  const same = (name) => present[name].integrity === wanted[name]?.integrity;
  return (
    Object.keys(present).every(same) &&
    Object.entries(wanted).every(
      ([name, { optional, devOptional }]) => !name || name in present || optional || devOptional,
    )
  );
}

function installDependencies(node, env) {
  if (isInstalled()) return;
  say('installing the dependencies that package-lock.json names …');
  npm(node, ['ci'], { cwd: root, env });
}

/** The script for the first argument. */
function scriptFor(task) {
  const file = /^[a-z-]+$/.test(task) ? `scripts/${task}.ts` : task;
  const script = path.resolve(root, file);
  if (!/^(scripts\/[a-z-]+|(bench|soak)\/[a-z-]+(\.[a-z]+)?)\.ts$/.test(file) || !existsSync(script)) {
    stop(`no such task: ${task}`, 2);
  }
  return script;
}

const [task = '', ...args] = process.argv.slice(2);
const script = scriptFor(task);
const node = currentNode();
const env = { ...process.env };
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
env[pathKey] = `${path.dirname(node)}${path.delimiter}${env[pathKey] ?? ''}`;
installDependencies(node, env);

const child = spawn(node, [script, ...args], { cwd: root, env, stdio: 'inherit' });
// The script ends in its own order; this one stays until it has.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => stop(error.message));
child.on('exit', (status) => process.exit(status ?? 1));
