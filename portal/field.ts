import { CircleAlert } from 'lucide';
import { h, icon, setAttribute } from './elements.ts';

export type FieldParts = {
  name: string;
  label: string;
  kind: 'line' | 'email' | 'paragraph' | 'choice';
  required: boolean;
  /** Said behind the label where the field may stay empty. */
  optional: string;
  hint?: string;
  /** For a choice: what it offers, and what stands there before. */
  options?: readonly string[];
  choose?: string;
  /** The browser's own name for what goes in. */
  autocomplete?: string;
  /** What is wrong with the value, or null. */
  objection: (value: string) => string | null;
};

export type Field = {
  name: string;
  element: HTMLElement;
  value: () => string;
  setValue: (value: string) => void;
  /** Shows what is wrong, at the field; null takes it away. */
  showError: (text: string | null) => void;
  /** Whether the value is right; shows it if it is not. */
  check: () => boolean;
  focus: () => void;
};

/** A field of the form: label, hint, control, and an error that goes away as soon as it is mended. */
export function createField(parts: FieldParts): Field {
  const { name, label, required, optional, hint, objection } = parts;
  const id = `field-${name}`;
  const control = controlOf(parts, id);
  const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const hintElement = hint === undefined ? null : h('p', { class: 'hint', id: `${id}-hint` }, hint);

  function showError(text: string | null): void {
    error.hidden = text === null;
    if (text === null) error.replaceChildren();
    else error.replaceChildren(icon(CircleAlert), h('span', {}, text));
    setAttribute(control, 'aria-invalid', text === null ? null : 'true');
    const described = [hintElement?.id, text === null ? undefined : error.id].filter((part) => part !== undefined);
    setAttribute(control, 'aria-describedby', described.length > 0 ? described.join(' ') : null);
  }
  showError(null);
  control.addEventListener('input', () => {
    if (!error.hidden) showError(objection(control.value));
  });

  return {
    name,
    element: h(
      'div',
      { class: 'field' },
      h('label', { for: id }, label, required ? null : h('span', { class: 'optional' }, ` (${optional})`)),
      hintElement,
      control,
      error,
    ),
    value: () => control.value,
    setValue: (value) => {
      control.value = value;
    },
    showError,
    check: () => {
      const text = objection(control.value);
      showError(text);
      return text === null;
    },
    focus: () => control.focus(),
  };
}

function controlOf(
  { name, kind, required, options = [], choose = '', autocomplete = 'off' }: FieldParts,
  id: string,
): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const attributes = { id, name, required, autocomplete };
  if (kind === 'paragraph') return h('textarea', { ...attributes, rows: name === 'problem' ? 5 : 3, dir: 'auto' });
  if (kind === 'choice') {
    const items = options.map((option) => h('option', { value: option, dir: 'auto' }, option));
    return h('select', attributes, h('option', { value: '' }, choose), ...items);
  }
  const forEmail = { type: 'email', inputmode: 'email', autocapitalize: 'off', spellcheck: 'false' };
  return h('input', { ...attributes, ...(kind === 'email' ? forEmail : { type: 'text', dir: 'auto' }) });
}
