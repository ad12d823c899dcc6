import type { Language } from '../protocol/language.ts';

const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in the unit that people would say it in: "812 bytes", "43 kB", "1.4 MB". */
export function fileSize(language: Language, bytes: number): string {
  const step = Math.min(steps.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** step;
  const maximumFractionDigits = step > 1 && value < 10 ? 1 : 0;
  const unit = steps[step] as string;
  // Short, English has no plural of it.
  const unitDisplay = step === 0 ? 'long' : 'short';
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value);
}
