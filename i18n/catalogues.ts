import en from '../resources/locales/en.json' with { type: 'json' };
import it from '../resources/locales/it.json' with { type: 'json' };
import type { Language } from '../protocol/model.ts';
import { createTranslator, type Translator } from './translate.ts';

/** All texts by language: a third language is one more file and one more line here. */
export const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, it };

/** A translator of the language with all texts. */
export const translatorOf = (language: Language, locale: string = language): Translator =>
  createTranslator({ language, locale, messages: catalogues[language] });
