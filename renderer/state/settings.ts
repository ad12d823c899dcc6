import { create } from 'zustand';
import type { AppInfo } from '../../preload/contract.ts';
import type { Settings } from '../../preload/settings-contract.ts';
import { bridge } from '../bridge.ts';

type SettingsState = { app: AppInfo; settings: Settings };

/** The person's settings as main keeps them, and what does not change. Filled before anything is shown. */
export const useSettings = create<SettingsState>(() => ({}) as SettingsState);

export const useSetting = <K extends keyof Settings>(key: K): Settings[K] =>
  useSettings((state) => state.settings[key]);

/** Changes settings: at once here, and for good in main, which tells all windows. */
export function writeSettings(patch: Partial<Settings>): void {
  useSettings.setState(({ settings }) => ({ settings: { ...settings, ...patch } }));
  void bridge.call('settings.write', patch);
}
