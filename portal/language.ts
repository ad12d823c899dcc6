import { createTranslator, type Translator } from '../i18n/translate.ts';
import type { Language } from '../protocol/language.ts';

/** A language of ours as the customer's browser speaks it: with its region, for dates and numbers. */
export type Spoken = { language: Language; locale: string };

const catalogues: Readonly<Record<Language, () => Promise<{ texts: Readonly<Record<string, string>> }>>> = {
  en: () => import('../resources/locales/en.json?only=portal,error'),
  it: () => import('../resources/locales/it.json?only=portal,error'),
};

/** The first of the browser's languages that is one of ours, or null. */
export function spokenLanguage(preferred: readonly string[]): Spoken | null {
  for (const locale of preferred) {
    const language = locale.toLowerCase().split('-', 1)[0] ?? '';
    if (Object.hasOwn(catalogues, language)) return { language: language as Language, locale };
  }
  return null;
}

/** A translator with the page's texts of that language alone. */
export async function loadTranslator({ language, locale }: Spoken): Promise<Translator> {
  const { texts: messages } = await catalogues[language]();
  return createTranslator({ language, locale, messages });
}
