import type { Preset } from '../../protocol/expert-client.ts';

/** Operating systems that the console runs on, as Node names them. */
export type Platform = 'win32' | 'darwin' | 'linux';

/**
 * Where the programs of the presets lie when installed as their makers intend; names without a folder are looked for on
 * the PATH. `%NAME%` is a variable of the environment, as on Windows.
 */
export const programPlaces: Readonly<Record<Preset, Readonly<Record<Platform, readonly string[]>>>> = {
  // Its folder has a number of its own for each version: an admin names it, or the technician points at it once.
  'goto-assist': { win32: [], darwin: [], linux: [] },
  teamviewer: {
    win32: ['%ProgramFiles%\\TeamViewer\\TeamViewer.exe', '%ProgramFiles(x86)%\\TeamViewer\\TeamViewer.exe'],
    darwin: ['/Applications/TeamViewer.app'],
    linux: ['teamviewer'],
  },
  anydesk: {
    win32: ['%ProgramFiles(x86)%\\AnyDesk\\AnyDesk.exe', '%ProgramFiles%\\AnyDesk\\AnyDesk.exe'],
    darwin: ['/Applications/AnyDesk.app'],
    linux: ['anydesk'],
  },
  rustdesk: {
    win32: ['%ProgramFiles%\\RustDesk\\rustdesk.exe'],
    darwin: ['/Applications/RustDesk.app'],
    linux: ['rustdesk'],
  },
  'quick-assist': { win32: [], darwin: [], linux: [] },
  'vnc-viewer': {
    win32: [
      '%ProgramFiles%\\TigerVNC\\vncviewer.exe',
      '%ProgramFiles%\\RealVNC\\VNC Viewer\\vncviewer.exe',
      '%ProgramFiles%\\TightVNC\\tvnviewer.exe',
    ],
    darwin: ['/Applications/TigerVNC.app', '/Applications/VNC Viewer.app'],
    linux: ['xtigervncviewer', 'vncviewer'],
  },
  custom: { win32: [], darwin: [], linux: [] },
};
