import { translatorOf } from '../../i18n/catalogues.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { AppInfo } from '../../preload/contract.ts';
import type { Settings } from '../../preload/settings-contract.ts';
import { useSettings } from './settings.ts';

function translatorFor({ systemLanguage, locale }: AppInfo, { language }: Settings): Translator {
  const chosen = language === 'system' ? systemLanguage : language;
  // The system's own locale tells more (14:05 or 2:05 PM), as long as it is of the language shown.
  return translatorOf(chosen, locale.startsWith(chosen) ? locale : chosen);
}

/** Texts, dates and numbers in the person's language. */
export const useTranslator = (): Translator => useSettings(({ app, settings }) => translatorFor(app, settings));

/** The same outside of components. */
export function translator(): Translator {
  const { app, settings } = useSettings.getState();
  return translatorFor(app, settings);
}
