import en from '../resources/locales/en.json' with { type: 'json' };
import it from '../resources/locales/it.json' with { type: 'json' };
import type { Language } from '../protocol/language.ts';
import { createTranslator, type Translator } from './translate.ts';

/** All texts by language: a third language is one more file and one more line here. */
export const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, it };

const translators = new Map<string, Translator>();

/** The translator of the language with all texts; of each language and region there is one. */
export function translatorOf(language: Language, locale: string = language): Translator {
  const key = `${language} ${locale}`;
  const made = translators.get(key) ?? createTranslator({ language, locale, messages: catalogues[language] });
  translators.set(key, made);
  return made;
}
