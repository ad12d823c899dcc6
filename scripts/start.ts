import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../server/config.ts';
import { createLog } from '../server/log.ts';
import { startRelay } from '../server/main.ts';
import { build } from './build.ts';
import { startBus, startDisplay, type DesktopPart } from './desktop-session.ts';
import { electronCommand } from './electron-command.ts';
import { ensureDebianPackages, forConsole } from './setup/debian-packages.ts';
import { ensureElectron } from './setup/electron-runtime.ts';
import { root, say } from './setup/places.ts';
import { choosePort, readStartFile, writeStartFile, type Account } from './start-file.ts';
import { runTask } from './task.ts';

// `npm start`: a relay and a console on this machine, in an order in which each finds what it needs, and ended in the
// reverse order when the console quits or somebody presses Ctrl-C.

const data = path.resolve(root, process.env['SPORTELLO_DATA'] ?? '.sportello/relay');
const places = {
  startFile: `${data}-start.json`,
  relayLog: `${data}.log`,
  profile: `${data}-console`,
  consoleLog: `${data}-console.log`,
};
const endsWithinMs = 10_000;

/** What of a desktop this machine lacks for the one who types here. */
function lacking(): { display: boolean; bus: boolean } {
  if (process.platform !== 'linux') return { display: false, bus: false };
  const { DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env;
  const hasBus = DBUS_SESSION_BUS_ADDRESS || (XDG_RUNTIME_DIR && existsSync(path.join(XDG_RUNTIME_DIR, 'bus')));
  return { display: !DISPLAY && !WAYLAND_DISPLAY, bus: !hasBus };
}

/** The account of the sample data, made on empty data; null on data that somebody else has filled. */
function ensureSample(known: Account | null): Account | null {
  if (known !== null && existsSync(data)) return known;
  try {
    const printed = execFileSync(process.execPath, [path.join(root, 'server/cli.ts'), 'sample', '--json'], {
      env: { ...process.env, SPORTELLO_DATA: data },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    say('made a sample company, its portal and a technician');
    // A console that was signed in to data that is gone would only learn that it is not welcome.
    rmSync(places.profile, { recursive: true, force: true });
    return JSON.parse(printed) as Account;
  } catch {
    say('the console opens at its sign-in page');
    return null;
  }
}

/** The console's process; `gone` resolves with its exit code, null for a signal. */
function openConsole(relay: string, account: Account | null, env: NodeJS.ProcessEnv) {
  const command = electronCommand();
  const signIn =
    account === null
      ? {}
      : { SPORTELLO_RELAY: relay, SPORTELLO_EMAIL: account.email, SPORTELLO_PASSWORD: account.password };
  // Terminals of some editors set it, and Electron would be a Node.
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = env;
  const log = openSync(places.consoleLog, 'w', 0o600);
  const child = spawn(command.executable, [...command.args, `--user-data-dir=${places.profile}`], {
    env: { ...inherited, ...command.env, ...signIn },
    stdio: ['ignore', log, log],
    // Ctrl-C reaches this script alone, which ends the console before the relay.
    detached: process.platform !== 'win32',
  });
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  return {
    gone,
    end: async (): Promise<void> => {
      child.kill();
      const impatient = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
      await gone;
      clearTimeout(impatient);
    },
  };
}

/** Resolves when somebody wants an end; later signals change nothing. */
const interrupted = (): Promise<'interrupted'> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve('interrupted'));
  });

function tell(url: string, account: Account | null): void {
  console.log();
  if (account !== null) {
    console.log(`  Portal    ${url}/p/${account.slug}`);
    console.log(`  Console   signed in as ${account.email}`);
  } else console.log(`  Relay     ${url}`);
  console.log(`  Data      ${path.relative(process.cwd(), data)}`);
  console.log('\n  Ctrl-C ends it.\n');
}

async function run(lacks: { display: boolean; bus: boolean }, ends: (() => Promise<unknown>)[]): Promise<number> {
  const interruption = interrupted();
  const env = { ...process.env };
  const add = (part: DesktopPart): void => {
    Object.assign(env, part.env);
    ends.unshift(part.end);
  };
  if (lacks.display) {
    add(await startDisplay(env));
    say(`no display here: the console opens on one in memory, Xvfb ${env['DISPLAY']}`);
  }
  if (lacks.bus) add(await startBus(env));

  mkdirSync(path.dirname(data), { recursive: true });
  const before = readStartFile(places.startFile);
  const port = await choosePort(before.port, process.env);
  const account = ensureSample(before.account);
  writeStartFile(places.startFile, { port, account });
  const config = readConfig({
    ...process.env,
    SPORTELLO_DATA: data,
    ...(port === null ? {} : { SPORTELLO_PORT: String(port) }),
  });
  const relay = await startRelay(config, createLog(config, places.relayLog));
  ends.unshift(relay.stop);
  const opened = openConsole(relay.url, account, env);
  ends.unshift(opened.end);
  tell(relay.url, account);

  const outcome = await Promise.race([opened.gone, interruption]);
  if (outcome === 'interrupted' || outcome === 0) return 0;
  say(`the console ended unexpectedly (${outcome ?? 'by a signal'}):`);
  process.stderr.write(readFileSync(places.consoleLog, 'utf8').split('\n').slice(-20).join('\n'));
  return 1;
}

await runTask(async () => {
  const lacks = lacking();
  await ensureDebianPackages(forConsole(lacks));
  await ensureElectron();
  await build();
  const ends: (() => Promise<unknown>)[] = [];
  try {
    return await run(lacks, ends);
  } finally {
    if (ends.length > 0) say('ending …');
    for (const end of ends) await end();
  }
});
