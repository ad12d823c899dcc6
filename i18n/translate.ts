import { IntlMessageFormat } from 'intl-messageformat';
import type { ErrorCode, ErrorDetails } from '../protocol/errors.ts';
import type { Language } from '../protocol/language.ts';
import type { Texts } from './keys.gen.ts';

export type TextKey = keyof Texts;
export type Values = Readonly<Record<string, string | number>>;

/** A text in the reader's language; the compiler knows which values each key needs. */
export type Translate = <K extends TextKey>(
  ...args: Texts[K] extends null ? [key: K] : [key: K, values: Texts[K]]
) => string;

export type Translator = {
  language: Language;
  t: Translate;
  /** 14:05 */
  time(at: number): string;
  /** Time if it is of today, weekday and time if of the last six days, otherwise the date. */
  moment(at: number, now: number): string;
  /** "Today", "Yesterday", or the date: the head of a day. */
  day(at: number, now: number): string;
  /** The date, in full. */
  date(at: number): string;
  /** Date and time, in full. */
  dateTime(at: number): string;
  /** A short length of time in its largest unit: "45 s", "3 min", "2 h", "5 d". */
  duration(milliseconds: number): string;
  number(value: number): string;
};

export type TranslatorParts = {
  language: Language;
  /** BCP 47, for dates and numbers; may be of another region than the language's own. */
  locale?: string;
  messages: Readonly<Record<string, string>>;
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const dayLength = 24 * hour;

const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A value keeps its direction of writing to itself: no name turns the sentence around it. */
const isolated = (value: string | number): string | number =>
  typeof value === 'string' && (value.search(turning) >= 0 || rightToLeft.test(value))
    ? `\u2068${value.replaceAll(turning, '')}\u2069`
    : value;
const allIsolated = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolated(value)]));

/** A format takes milliseconds to make, and most are never needed in a process: each is made when it is first used. */
function onceUsed<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** What a message with values, or with a quoted brace, has in it; any other is its own text. */
const needsFormat = /[{}<>]|''/;

/** Texts, dates and numbers of one language. A message is compiled when it is first used; a key without one shows itself. */
export function createTranslator({ language, locale = language, messages }: TranslatorParts): Translator {
  const compiled = new Map<string, IntlMessageFormat>();
  const t = (key: string, values?: Values): string => {
    const message = messages[key] ?? key;
    if (!needsFormat.test(message)) return message;
    const format = compiled.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
    compiled.set(key, format);
    return String(format.format(values && allIsolated(values)));
  };
  const dates = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const format = onceUsed(() => new Intl.DateTimeFormat(locale, options));
    return (at) => format().format(at);
  };
  const time = dates({ hour: '2-digit', minute: '2-digit' });
  const weekday = dates({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const date = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const longDay = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short' });
  const relative = onceUsed(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const numbers = onceUsed(() => new Intl.NumberFormat(locale));
  const inUnit = (unit: string): ((value: number) => string) => {
    const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
    const format = onceUsed(() => new Intl.NumberFormat(locale, style));
    return (value) => format().format(Math.floor(value));
  };
  const seconds = inUnit('second');
  const minutes = inUnit('minute');
  const hours = inUnit('hour');
  const days = inUnit('day');

  return {
    language,
    t: t as Translate,
    time,
    date,
    dateTime,
    moment: (at, now) => {
      const age = midnight(now) - midnight(at);
      if (age <= 0) return time(at);
      return age < 7 * dayLength ? weekday(at) : date(at);
    },
    day: (at, now) => {
      const days = Math.round((midnight(at) - midnight(now)) / dayLength);
      const text = days === 0 || days === -1 ? relative().format(days, 'day') : longDay(at);
      return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
    },
    duration: (milliseconds) => {
      const length = Math.max(0, milliseconds);
      if (length < minute) return seconds(length / second);
      if (length < hour) return minutes(length / minute);
      if (length < 2 * dayLength) return hours(length / hour);
      return days(length / dayLength);
    },
    number: (value) => numbers().format(value),
  };
}

/** The sentence for a refusal. */
export const errorText = ({ t }: Pick<Translator, 't'>, code: ErrorCode, details: ErrorDetails = {}): string =>
  (t as unknown as (key: string, values: Values) => string)(`error.${code}`, details);
