import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Obstacle } from '../task.ts';
import { say } from './places.ts';
import { followProgress } from './progress.ts';

/**
 * A package by its names in the releases of Debian and its kin, and the program in it by which a machine without
 * Debian's package manager is asked whether it has it.
 */
type Need = { names: readonly [string, ...string[]]; program?: string };

const need = (name: string, program?: string): Need =>
  program === undefined ? { names: [name] } : { names: [name], program };

/** What Electron needs to open a window. */
const windowLibraries: readonly Need[] = [
  { names: ['libgtk-3-0', 'libgtk-3-0t64'] },
  { names: ['libasound2', 'libasound2t64'] },
  ...['libnss3', 'libgbm1', 'libxss1', 'libxtst6'].map((name) => need(name)),
];

/** Where nobody sits at the machine: a display in memory, with the font of the console's own design, and a session bus. */
const display: readonly Need[] = [need('xvfb', 'Xvfb'), need('fonts-inter')];
const bus: readonly Need[] = [need('dbus', 'dbus-daemon')];

/** What unpacks the fallback Electron and builds better-sqlite3 for it. */
export const forFallback: readonly Need[] = [
  need('unzip', 'unzip'),
  need('python3', 'python3'),
  need('make', 'make'),
  need('g++', 'g++'),
];

/** What `npm start` needs, by what of a desktop is lacking. */
export const forConsole = (lacks: { display: boolean; bus: boolean }): readonly Need[] => [
  ...windowLibraries,
  ...(lacks.display ? display : []),
  ...(lacks.bus ? bus : []),
];

/**
 * What the end-to-end tests and the demo need: a customer's browser, a window manager, a notification daemon, a hand for
 * windows, a desktop that opens links, fonts, a maker of certificates, a reader of property lists.
 */
export const forTests: readonly Need[] = [
  ...windowLibraries,
  ...display,
  ...bus,
  need('chromium', 'chromium'),
  need('openbox', 'openbox'),
  need('dunst', 'dunst'),
  need('libglib2.0-bin', 'gdbus'),
  need('xdotool', 'xdotool'),
  need('xdg-utils', 'xdg-open'),
  need('desktop-file-utils', 'update-desktop-database'),
  need('fonts-noto-core'),
  need('fonts-noto-color-emoji'),
  need('x11-xserver-utils', 'xsetroot'),
  need('openssl', 'openssl'),
  need('libplist-utils', 'plistutil'),
];

/** What the rare end-to-end tests need besides: a TURN server, a VNC pair, and what takes a picture of a screen. */
export const forRareTests: readonly Need[] = [
  need('coturn', 'turnserver'),
  need('x11vnc', 'x11vnc'),
  need('tigervnc-viewer', 'xtigervncviewer'),
  need('imagemagick', 'convert'),
];

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function installed(): ReadonlySet<string> {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n'], {
    encoding: 'utf8',
    maxBuffer: 16_000_000,
  });
  return new Set(stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0] ?? ''] : [])));
}

/** Which of a package's names this release has. */
function nameHere({ names }: Need): string {
  const known = names.find(
    (name) => spawnSync('apt-cache', ['madison', name], { encoding: 'utf8' }).stdout.trim() !== '',
  );
  return known ?? names[0];
}

async function apt(args: readonly string[], onPercent: (percent: number) => void): Promise<void> {
  const child = spawn('apt-get', ['-o', 'APT::Status-Fd=3', '-o', 'DPkg::Lock::Timeout=600', '-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const status = child.stdio[3] as NodeJS.ReadableStream;
  // `dlstatus:…:percent:…` while it downloads, `pmstatus:…:percent:…` while it installs: a half each.
  createInterface({ input: status }).on('line', (line) => {
    const [kind, , percent] = line.split(':');
    if (kind === 'dlstatus') onPercent(Number(percent) / 2);
    if (kind === 'pmstatus') onPercent(50 + Number(percent) / 2);
  });
  const [errors, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, 'close')]);
  if (code !== 0) throw new Obstacle(`apt-get ${args.join(' ')} failed:\n${errors}`);
}

/**
 * Installs what is missing on Debian and its kin when run by root; otherwise tells in one sentence what to install.
 * Does nothing on Windows and macOS, which have it all.
 */
export async function ensureDebianPackages(needs: readonly Need[]): Promise<void> {
  if (process.platform !== 'linux') return;
  if (!isOnPath('apt-get') || !existsSync('/usr/bin/dpkg-query')) {
    const programs = needs.flatMap(({ program }) => program ?? []).filter((program) => !isOnPath(program));
    if (programs.length === 0) return;
    throw new Obstacle(`This machine has no apt-get: please install these programs yourself: ${programs.join(', ')}.`);
  }
  const there = installed();
  const missing = needs.filter(({ names }) => !names.some((name) => there.has(name)));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new Obstacle(`Please run: sudo apt-get install ${missing.map(nameHere).join(' ')}`);
  }
  say('asking Debian for its list of packages …');
  await apt(['update'], () => undefined);
  const names = missing.map(nameHere);
  const progress = followProgress(`installing ${names.join(' ')} …`);
  await apt(['install', '-y', '--no-install-recommends', ...names], progress.at);
  progress.end();
}
