import type { Translate } from '../i18n/translate.ts';
import { emailPattern, limits } from '../protocol/limits.ts';
import type { PortalInfo } from '../protocol/handshake.ts';
import { createField, type Field } from './field.ts';

/** What is wrong with a value: nothing there, too much, or not an address. The relay asks the same once more. */
export function objectionTo(
  value: string,
  { max, missing, isEmail = false }: { max: number; missing: string | null; isEmail?: boolean },
  t: Translate,
): string | null {
  const given = value.trim();
  if (given === '') return missing;
  if (given.length > max) return t('portal.form.tooLong', { over: given.length - max });
  if (isEmail && !emailPattern.test(given)) return t('portal.form.emailWrong');
  return null;
}

// A company may call a field like one of ours.
const ownPrefix = 'own-';
export const ownFieldName = (key: string): string => ownPrefix + key;
export const ownFieldKey = (name: string): string | null =>
  name.startsWith(ownPrefix) ? name.slice(ownPrefix.length) : null;

/** The form's fields: ours, then those that the company defined. */
export function fieldsOf(
  { fields: defined, answersByMail }: Pick<PortalInfo, 'fields' | 'answersByMail'>,
  t: Translate,
): Field[] {
  const optional = t('portal.form.optional');
  const ours = [
    createField({
      name: 'name',
      label: t('portal.form.name'),
      kind: 'line',
      required: true,
      optional,
      autocomplete: 'name',
      objection: (value) => objectionTo(value, { max: limits.name, missing: t('portal.form.nameMissing') }, t),
    }),
    createField({
      name: 'email',
      label: t('portal.form.email'),
      kind: 'email',
      required: true,
      optional,
      ...(answersByMail ? { hint: t('portal.form.emailHint') } : {}),
      autocomplete: 'email',
      objection: (value) =>
        objectionTo(value, { max: limits.email, missing: t('portal.form.emailMissing'), isEmail: true }, t),
    }),
    createField({
      name: 'problem',
      label: t('portal.form.problem'),
      kind: 'paragraph',
      required: true,
      optional,
      hint: t('portal.form.problemHint'),
      objection: (value) => objectionTo(value, { max: limits.problem, missing: t('portal.form.problemMissing') }, t),
    }),
  ];
  const theirs = defined.map(({ key, label, kind, required, options }) => {
    const wanted = t(kind === 'choice' ? 'portal.form.choiceMissing' : 'portal.form.missing');
    const missing = required ? wanted : null;
    return createField({
      name: ownFieldName(key),
      label,
      kind,
      required,
      optional,
      options,
      choose: t('portal.form.choose'),
      objection: (value) => objectionTo(value, { max: limits.field, missing }, t),
    });
  });
  return [...ours, ...theirs];
}
