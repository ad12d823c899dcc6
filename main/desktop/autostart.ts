import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron/main';

/** Started by the desktop at sign-in: the console waits in the tray. */
export const hiddenFlag = '--hidden';

export type AutostartParts = {
  platform: NodeJS.Platform;
  /** `$XDG_CONFIG_HOME`. */
  configFolder: string;
  /** The program and its first arguments. */
  command: readonly string[];
};

/** An argument as the Desktop Entry Specification wants it. */
const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument)
    ? argument.replaceAll('%', '%%')
    : `"${argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** The file by which a Linux desktop starts the console at sign-in. */
const autostartEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sportello',
    `Exec=${[...command, hiddenFlag].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** Starts the console at sign-in from now on, or no longer. */
export function setStartAtSignIn(on: boolean, { platform, configFolder, command }: AutostartParts): void {
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, args: [hiddenFlag] });
    return;
  }
  const file = path.join(configFolder, 'autostart', 'sportello.desktop');
  if (on) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, autostartEntry(command));
  } else if (existsSync(file)) rmSync(file);
}
