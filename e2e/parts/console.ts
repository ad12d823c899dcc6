import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronCommand } from '../../scripts/electron-command.ts';
import type { Relay } from './relay.ts';

/** The real console on a profile folder of its own, that can quit, be killed and start again. */
export type Console = {
  app: ElectronApplication;
  page: Page;
  /** How it is started, for programs that start it again. */
  command: { executable: string; args: readonly string[]; env: Readonly<Record<string, string>> };
  /** Starts again on the same profile; `page` and `app` are the new ones. */
  restart(): Promise<void>;
  quit(): Promise<void>;
  /** SIGKILL to the main process: what was not on disk is gone. */
  kill(): Promise<void>;
  dispose(): Promise<void>;
};

export type ConsoleOptions = {
  relay: Pick<Relay, 'url' | 'sample'>;
  /** Another account than the sample's. */
  account?: { email: string; password: string };
  /** What the person set before: written as the console's settings file. */
  language?: 'en' | 'it';
  theme?: 'light' | 'dark';
  /** Another build of the console than the checkout's own. */
  folder?: string;
  /** Starts with the sign-in form. */
  signedOut?: true;
  /** Further arguments of the program. */
  args?: readonly string[];
};

/** How the built console is started on this profile folder. */
export function consoleCommand(options: ConsoleOptions, profile: string): Console['command'] {
  const { executable, args, env } = electronCommand();
  const { email, password } = options.account ?? options.relay.sample;
  const language = options.language ?? 'en';
  const signedIn = { SPORTELLO_RELAY: options.relay.url, SPORTELLO_EMAIL: email, SPORTELLO_PASSWORD: password };
  return {
    executable,
    args: [
      ...(options.folder === undefined ? args : args.with(-1, options.folder)),
      `--user-data-dir=${profile}`,
      `--lang=${language}`,
      '--password-store=basic',
      ...(options.args ?? []),
    ],
    env: { ...env, LANGUAGE: language, ...(options.signedOut === true ? {} : signedIn) },
  };
}

/** Starts the built console, signed in to the relay. */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const profile = mkdtempSync(path.join(tmpdir(), 'sportello-console-'));
  const command = consoleCommand(options, profile);
  const launch = async (): Promise<{ app: ElectronApplication; page: Page }> => {
    const app = await _electron.launch({
      executablePath: command.executable,
      args: [...command.args],
      env: { ...process.env, ...command.env } as Record<string, string>,
      ...(options.theme === undefined ? {} : { colorScheme: options.theme }),
    });
    return { app, page: await app.firstWindow() };
  };

  const first = await launch();
  const console: Console = {
    ...first,
    command,
    restart: async () => {
      Object.assign(console, await launch());
    },
    quit: () => console.app.close(),
    kill: async () => {
      const gone = new Promise((resolve) => console.app.process().once('exit', resolve));
      console.app.process().kill('SIGKILL');
      await gone;
    },
    dispose: async () => {
      await console.app.close().catch(() => undefined); // already quit or killed by the test
      rmSync(profile, { recursive: true, force: true });
    },
  };
  return console;
}
