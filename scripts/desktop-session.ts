import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cache } from './setup/places.ts';
import { startBackground } from './background-program.ts';

/** A part of a desktop that was started: what it adds to the environment of the programs on it, and its end. */
export type DesktopPart = { env: Readonly<Record<string, string>>; end(): Promise<void> };

/** An X display in memory; its number is one that was free. */
export async function startDisplay(env: NodeJS.ProcessEnv): Promise<DesktopPart> {
  const screen = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const { said, end } = await startBackground('Xvfb', ['-displayfd', '1', ...screen], { env });
  return { env: { DISPLAY: `:${said}`, XDG_SESSION_TYPE: 'x11' }, end };
}

/** A session bus. */
export async function startBus(env: NodeJS.ProcessEnv): Promise<DesktopPart> {
  const args = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  const { said, end } = await startBackground('dbus-daemon', args, { env });
  return { env: { DBUS_SESSION_BUS_ADDRESS: said }, end };
}

/** Windows get the focus and can be raised only where something manages them. */
async function startWindowManager(env: NodeJS.ProcessEnv): Promise<DesktopPart> {
  const { end } = await startBackground('openbox', ['--sm-disable', '--startup', 'echo ready'], { env });
  return { env: {}, end };
}

const dunstSettings = `
[global]
  follow = none
  origin = top-right
  offset = 16x16
  width = 360
  idle_threshold = 0
  markup = full
  stack_duplicates = false
  mouse_left_click = do_action
  dmenu = sh -c 'grep -m 1 -F -f "$HOME/chosen-action"'
[urgency_low]
  timeout = 0
[urgency_normal]
  timeout = 0
[urgency_critical]
  timeout = 0
`;

/**
 * A notification daemon whose notifications stay until they are clicked or withdrawn. Of a notification's actions it
 * takes the one that the file `chosen-action` in the home folder names.
 */
async function startNotificationDaemon(env: NodeJS.ProcessEnv, folder: string): Promise<DesktopPart> {
  const settings = path.join(folder, 'dunstrc');
  writeFileSync(settings, dunstSettings);
  const onTheBus = ['wait', '--session', '--timeout', '20', 'org.freedesktop.Notifications'];
  const ready = (): Promise<unknown> => promisify(execFile)('gdbus', onTheBus, { env });
  const { end } = await startBackground('dunst', ['-conf', settings], { env, ready });
  return { env: {}, end };
}

/** The environment of somebody who has just signed in for the first time, but for what the set-up has cached. */
function freshEnvironment(folder: string): NodeJS.ProcessEnv {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env;
  const own = {
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
  };
  for (const place of Object.values(own)) mkdirSync(place, { recursive: true, mode: 0o700 });
  // The machine's own bus and the accessibility bridge have no place in a desktop of its own.
  const without = { DBUS_SYSTEM_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' };
  return { ...env, ...own, ...without, XDG_CACHE_HOME: path.dirname(cache) };
}

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does `work` on a throw-away desktop: home folder, display, session bus, window manager and notification daemon of its
 * own, which end after it, also when somebody interrupts it. `work` gets the environment for the programs it starts.
 * Windows and macOS have a desktop.
 */
export async function onFreshDesktop<T>(work: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return await work(process.env);
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-desktop-'));
  const env = freshEnvironment(folder);
  const parts: DesktopPart[] = [];
  const start = async (part: Promise<DesktopPart>): Promise<void> => {
    const started = await part;
    Object.assign(env, started.env);
    parts.unshift(started);
  };
  const end = async (): Promise<void> => {
    for (const part of parts.splice(0)) await part.end();
    rmSync(folder, { recursive: true, force: true });
  };
  const interrupt = (): void => void end().finally(() => process.exit(130));
  for (const signal of interruptions) process.on(signal, interrupt);
  try {
    await start(startDisplay(env));
    await start(startBus(env));
    await start(startWindowManager(env));
    await start(startNotificationDaemon(env, folder));
    return await work(env);
  } finally {
    await end();
    for (const signal of interruptions) process.off(signal, interrupt);
  }
}
