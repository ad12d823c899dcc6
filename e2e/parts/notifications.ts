import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { startChild } from './child.ts';

/** A notification as a program asked the desktop's notification service to show it. */
export type Notified = {
  app: string;
  /** The one whose place it takes; 0 for none. */
  replaces: number;
  summary: string;
  body: string;
  /** Keys and texts of its actions, in turn. */
  actions: readonly string[];
  /** 0 low, 1 normal, 2 critical. */
  urgency: number;
  /** When the monitor had read the call, by the clock of this process; milliseconds. */
  at: number;
};

/** What programs asked the desktop's notification service to show, as it went over the session bus. */
export type NotificationLog = {
  /** All so far, oldest first. */
  notified(): readonly Notified[];
  /** Resolves with the first notification, past or future, whose summary or body fits. */
  shown(pattern: RegExp): Promise<Notified>;
  end(): Promise<unknown>;
};

/** Reads one method call of dbus-monitor's output; null while there is more of it to come. */
function readNotify(lines: readonly string[], at: number): Notified | null {
  const text = lines.join('\n');
  // The last argument, when it expires, ends the call.
  if (!/^ {3}int32 -?\d+$/m.test(text)) return null;
  const strings = [...text.matchAll(/^ {3}string "([\s\S]*?)"(?=\n {3}\S)/gm)].map((match) => match[1] ?? '');
  const [app = '', , summary = '', body = ''] = strings;
  const [actions = ''] = /^ {3}array \[\n[\s\S]*?^ {3}\]/m.exec(text) ?? [];
  return {
    app,
    replaces: Number(/^ {3}uint32 (\d+)/m.exec(text)?.[1]),
    summary,
    body,
    actions: [...actions.matchAll(/string "(.*)"/g)].map((match) => match[1] ?? ''),
    urgency: Number(/"urgency"\s+variant\s+byte (\d)/.exec(text)?.[1] ?? 1),
    at,
  };
}

/** Listens on the session bus; ready when it resolves. */
export async function watchNotifications(): Promise<NotificationLog> {
  const notified: Notified[] = [];
  let call: string[] | null = null;
  const take = (line: string): void => {
    if (line.endsWith('member=Notify')) call = [];
    else call?.push(line);
    const read = call === null ? null : readNotify(call, performance.now());
    if (read === null) return;
    notified.push(read);
    call = null;
  };
  const monitor = startChild(
    'dbus-monitor',
    ['--session', "interface='org.freedesktop.Notifications',member='Notify',type='method_call'"],
    {},
    take,
  );
  // The monitor's own first line: it has the bus's ear from then on.
  await monitor.line(/member=NameAcquired|member=NameLost|signal/);
  const find = (pattern: RegExp): Notified | undefined =>
    notified.find(({ summary, body }) => pattern.test(summary) || pattern.test(body));
  return {
    notified: () => notified,
    shown: async (pattern) => {
      await expect.poll(() => find(pattern), { message: `a notification with ${pattern}` }).toBeDefined();
      return find(pattern) as Notified;
    },
    end: () => monitor.end(),
  };
}

const run = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('dunstctl', args, { encoding: 'utf8' })).stdout.trim();

/** The desktop's notification service in the hands of a person: dunst, as scripts/desktop-session.ts starts it. */
export const bubbles = {
  /** How many are on the screen. */
  displayed: async (): Promise<number> => Number(await run('count', 'displayed')),
  /** Clicks the one at this place, from the top. */
  click: (place = 0): Promise<string> => run('action', String(place)),
  /** Chooses an action by its text and, of several with it, by what the notification says. */
  choose: async (text: string): Promise<void> => {
    writeFileSync(path.join(homedir(), 'chosen-action'), text);
    await run('context');
  },
  /** Sends the last one away. */
  dismiss: (): Promise<string> => run('close'),
  /** The desktop's own do-not-disturb. */
  pause: (on: boolean): Promise<string> => run('set-paused', String(on)),
  clear: (): Promise<string> => run('close-all'),
};
