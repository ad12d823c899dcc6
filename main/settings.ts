import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Settings } from '../preload/settings-contract.ts';

/** What a new console starts with. */
export const defaults: Settings = {
  language: 'system',
  theme: 'system',
  zoom: 1,
  filter: 'all',
  sort: { column: 'created', descending: true },
  panes: { lists: 0.62, requests: 0.62 },
  facts: true,
  notifications: true,
  privateNotifications: false,
  closeToTray: true,
  waitingWarnMinutes: 5,
  waitingAlarmMinutes: 15,
  sound: true,
  volume: 0.7,
  sounds: { request: true, offered: true, message: true },
  doNotDisturbUntil: null,
  quietHours: { on: false, from: 19 * 60, to: 8 * 60 },
  remindMinutes: 3,
  awayMinutes: 10,
  startAtSignIn: false,
  popOutOnTop: true,
  expertClient: 'built-in',
  recentActions: [],
};

export type SettingsStore = {
  read(): Settings;
  write(patch: Partial<Settings>): void;
  onChanged(listener: (settings: Settings) => void): void;
};

/** The person's settings, one JSON file. A value that does not fit gives way to its default; a file that can't be read is set aside. */
export function openSettings(file: string): SettingsStore {
  let current = load(file);
  const listeners: ((settings: Settings) => void)[] = [];
  return {
    read: () => current,
    write: (patch) => {
      current = Settings.parse({ ...current, ...patch });
      // Beside and over: a crash leaves the old file or the new one, never half of either.
      writeFileSync(`${file}.new`, JSON.stringify(current, null, 2), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      for (const listener of listeners) listener(current);
    },
    onChanged: (listener) => void listeners.push(listener),
  };
}

function load(file: string): Settings {
  if (!existsSync(file)) return defaults;
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    renameSync(file, `${file}.damaged`);
    return defaults;
  }
  const given = typeof stored === 'object' && stored !== null ? stored : {};
  const kept = Object.entries(Settings.shape).flatMap(([key, schema]) => {
    const value = schema.safeParse(Reflect.get(given, key));
    return value.success ? [[key, value.data]] : [];
  });
  return Settings.parse({ ...defaults, ...Object.fromEntries(kept) });
}
