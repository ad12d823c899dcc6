import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import type { ExpertClient } from '../../protocol/expert-client.ts';
import { programPlaces, type Platform } from './presets.ts';

export type Machine = { platform: Platform; env: Readonly<Record<string, string | undefined>> };

const pathNames = { win32: 'windows', darwin: 'macos', linux: 'linux' } as const;

/** The same on any machine: a Windows path is one on Linux too, where the tests run. */
const pathsOf = ({ platform }: Machine): path.PlatformPath => (platform === 'win32' ? path.win32 : path.posix);

/** Puts in what `%NAME%` stands for; null if the machine has no such variable. */
function expanded(place: string, { env }: Machine): string | null {
  let isKnown = true;
  const value = place.replaceAll(/%([^%]+)%/g, (_whole, name: string) => {
    const found = env[name] ?? '';
    if (found === '') isKnown = false;
    return found;
  });
  return isKnown ? value : null;
}

/** Whether a program, or on macOS a bundle, is there and may be started. */
async function isProgram(file: string, { platform }: Machine): Promise<boolean> {
  try {
    await fs.access(file, platform === 'win32' ? constants.F_OK : constants.X_OK);
    const stat = await fs.stat(file);
    return stat.isFile() || (platform === 'darwin' && file.endsWith('.app') && stat.isDirectory());
  } catch {
    return false; // not there, or not for us: the same to who looks for it
  }
}

/** All files that a place may mean: itself, or, for a bare name, that in each folder of the PATH. */
function filesAt(place: string, machine: Machine): string[] {
  const paths = pathsOf(machine);
  const file = expanded(place, machine);
  if (file === null || file === '') return [];
  if (paths.isAbsolute(file)) return [file];
  if (file !== paths.basename(file)) return []; // a path relative to wherever we happen to be
  const folders = (machine.env['PATH'] ?? machine.env['Path'] ?? '').split(paths.delimiter).filter(paths.isAbsolute);
  const suffix = machine.platform === 'win32' && paths.extname(file) === '' ? '.exe' : '';
  return folders.map((folder) => paths.join(folder, `${file}${suffix}`));
}

/**
 * The program of an entry on this machine: the one the technician pointed at, the one the admin named, or one where the
 * preset's maker installs it. Null if none is there, and for entries that are links.
 */
export async function locate(
  { launch, preset }: Pick<ExpertClient, 'launch' | 'preset'>,
  machine: Machine,
  chosen: string | null,
): Promise<string | null> {
  if (launch.kind === 'url') return null;
  const named = launch.paths[pathNames[machine.platform]];
  const places = [chosen ?? '', ...(named === '' ? programPlaces[preset][machine.platform] : [named])];
  for (const file of places.flatMap((place) => filesAt(place, machine))) {
    if (await isProgram(file, machine)) return file;
  }
  return null;
}
