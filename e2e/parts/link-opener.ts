import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { consoleScheme } from '../../protocol/links.ts';
import type { Console } from './console.ts';

const run = promisify(execFile);
const applications = path.join(process.env['XDG_DATA_HOME'] ?? '', 'applications');

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Makes the desktop open links of ours with this program. */
export async function register({ executable, args, env }: Console['command']): Promise<void> {
  mkdirSync(applications, { recursive: true });
  const settings = Object.entries(env).map(([name, value]) => `export ${name}=${shellQuoted(value)}`);
  const script = path.join(applications, 'start-console');
  const command = [executable, ...args].map(shellQuoted).join(' ');
  writeFileSync(script, ['#!/bin/sh', ...settings, `exec ${command} "$@"`, ''].join('\n'), { mode: 0o755 });
  const entry = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sportello',
    `Exec=${script} %u`,
    `MimeType=x-scheme-handler/${consoleScheme};`,
    '',
  ];
  writeFileSync(path.join(applications, 'sportello.desktop'), entry.join('\n'));
  await run('update-desktop-database', [applications]);
}

/** Follows a link as a mail program or a browser would: by `xdg-open`. */
export const follow = (link: string): Promise<unknown> => run('xdg-open', [link], { timeout: 60_000 });

/** The desktop knows no program for links of ours any more. */
export const forgetConsole = (): void => rmSync(applications, { recursive: true, force: true });
