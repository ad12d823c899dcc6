import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './places.ts';

/** What the console needs to open a window, and what shows it where there is no display. */
export const forConsole = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'xvfb',
  'xauth',
  'dbus',
  'dbus-x11',
  'unzip',
  'python3',
  'make',
  'g++',
  'fonts-inter',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
];

/** What the end-to-end tests and the demo need besides: a customer's browser, a window manager, a notification daemon. */
export const forTests = [...forConsole, 'chromium', 'openbox', 'dunst', 'libglib2.0-bin'];

const installed = (name: string): boolean =>
  spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout.includes('ok installed');

/** Installs the missing ones on Debian and its kin when run by root; otherwise says the command that does it. */
export function ensureDebianPackages(names: readonly string[]): void {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing = names.filter((name) => !installed(name));
  if (missing.length === 0) return;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) throw new Error(`Please run: sudo apt-get install ${missing.join(' ')}`);
  say(`installing Debian packages: ${missing.join(' ')} …`);
  for (const args of [['update', '-qq'], install]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stderr}`);
  }
}
