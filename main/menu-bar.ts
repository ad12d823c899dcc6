import { app } from 'electron/main';
import { translatorOf } from '../i18n/catalogues.ts';
import type { Translator } from '../i18n/translate.ts';
import type { AppInfo } from '../preload/contract.ts';
import { showMenu, type MenuParts } from './desktop/menu.ts';
import type { SettingsStore } from './settings.ts';

export type MenuBarParts = Pick<MenuParts, 'onAction' | 'onQuit'> & {
  info: Pick<AppInfo, 'systemLanguage' | 'locale'>;
  settings: Pick<SettingsStore, 'read' | 'onChanged'>;
};

/** Shows the menu bar in the person's language, whatever that comes to be; answers the translator of the moment. */
export function openMenuBar({ info, settings, onAction, onQuit }: MenuBarParts): () => Translator {
  const translator = (): Translator => {
    const { language } = settings.read();
    return language === 'system' ? translatorOf(info.systemLanguage, info.locale) : translatorOf(language, language);
  };
  const show = (): void =>
    showMenu({ t: translator().t, platform: process.platform, isPackaged: app.isPackaged, onAction, onQuit });
  show();
  settings.onChanged(show);
  return translator;
}
