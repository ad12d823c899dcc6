import type { ExpertClient, Preset } from './expert-client.ts';

/** What an entry of a preset begins with. */
export type PresetEntry = Pick<ExpertClient, 'name' | 'launch' | 'port' | 'codeFrom' | 'suits'> & {
  downloadUrl: string;
};

const nowhere = { windows: '', macos: '', linux: '' };
const program = (args: string[], endsWithProgram = false): ExpertClient['launch'] => ({
  kind: 'program',
  paths: nowhere,
  arguments: args,
  endsWithProgram,
});

/**
 * The programs that most support teams use, as their makers document their command lines. Where the customer's program
 * shows the code (TeamViewer, AnyDesk, RustDesk), the customer gives it with the consent; where the technician's does
 * (GoToAssist, Quick Assist), the technician passes it on.
 */
export const presetEntries: Readonly<Record<Preset, PresetEntry>> = {
  'goto-assist': {
    name: 'GoToAssist Expert',
    launch: program([]),
    port: null,
    codeFrom: 'technician',
    suits: ['windows', 'macos'],
    downloadUrl: 'https://www.fastsupport.com/',
  },
  teamviewer: {
    name: 'TeamViewer',
    launch: program(['-i', '{joinCode}']),
    port: null,
    codeFrom: 'customer',
    suits: ['windows', 'macos', 'linux'],
    downloadUrl: 'https://get.teamviewer.com/',
  },
  anydesk: {
    name: 'AnyDesk',
    launch: program(['{joinCode}']),
    port: null,
    codeFrom: 'customer',
    suits: ['windows', 'macos', 'linux'],
    downloadUrl: 'https://anydesk.com/download',
  },
  rustdesk: {
    name: 'RustDesk',
    launch: program(['--connect', '{joinCode}']),
    port: null,
    codeFrom: 'customer',
    suits: ['windows', 'macos', 'linux'],
    downloadUrl: 'https://rustdesk.com/',
  },
  'quick-assist': {
    name: 'Microsoft Quick Assist',
    launch: { kind: 'url', url: 'ms-quick-assist:' },
    port: null,
    codeFrom: 'technician',
    suits: ['windows'],
    downloadUrl: 'https://apps.microsoft.com/detail/9p7bp5vnwkx5',
  },
  'vnc-viewer': {
    name: 'VNC viewer',
    launch: program(['{host}::{port}'], true),
    port: 5900,
    codeFrom: 'nobody',
    suits: ['windows', 'macos', 'linux'],
    downloadUrl: '',
  },
  custom: {
    name: '',
    launch: program([]),
    port: null,
    codeFrom: 'nobody',
    suits: ['windows', 'macos'],
    downloadUrl: '',
  },
};
