import { ArrowUp } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import { limits } from '../protocol/limits.ts';
import { h, icon, listen, setAttribute } from './elements.ts';
import type { Saved } from './saved.ts';

const typingEndsMs = 4_000;

export type ComposerParts = {
  t: Translate;
  saved: Saved;
  /** Where what is half-written is kept. */
  place: string;
  /** What stands before the text: the way to send files. */
  tools: readonly HTMLElement[];
  send: (text: string) => void;
  /** The customer began or stopped writing. */
  onTyping: (typing: boolean) => void;
  onResize: () => void;
};

/** A keyboard is there, so Enter sends; on a touch screen it breaks the line, and the button sends. */
export const hasKeyboard = (): boolean => !matchMedia('(pointer: coarse)').matches;

/** Where the customer writes. What is half-written survives a reload. */
export function createComposer({ t, saved, place, tools, send, onTyping, onResize }: ComposerParts) {
  const area = h('textarea', {
    rows: 1,
    'aria-label': t('portal.chat.message'),
    placeholder: t('portal.chat.placeholder'),
    enterkeyhint: hasKeyboard() ? 'send' : 'enter',
    dir: 'auto',
  });
  const trouble = h('p', { class: 'error', id: 'composer-error', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'send', 'aria-label': t('portal.chat.send') }, icon(ArrowUp));
  const form = h('form', { class: 'composer' }, trouble, h('div', { class: 'writing' }, ...tools, area, button));
  let typing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setTyping(now: boolean): void {
    clearTimeout(timer);
    if (now) timer = setTimeout(() => setTyping(false), typingEndsMs);
    if (typing !== now) onTyping(now);
    typing = now;
  }
  function changed(): void {
    const text = area.value;
    if (text === '') saved.drop(place);
    else saved.write(place, text);
    const over = text.trim().length - limits.message;
    trouble.textContent = over > 0 ? t('portal.form.tooLong', { over }) : '';
    setAttribute(area, 'aria-describedby', over > 0 ? trouble.id : null);
    setAttribute(area, 'aria-invalid', over > 0 ? 'true' : null);
    setAttribute(button, 'aria-disabled', text.trim() === '' || over > 0 ? 'true' : null);
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
    onResize();
  }
  function setText(text: string): void {
    area.value = text;
    changed();
  }
  function submit(): void {
    const text = area.value.trim();
    if (text === '' || text.length > limits.message) return;
    setText('');
    setTyping(false);
    send(text);
    area.focus();
  }

  const ends = [
    listen(area, 'input', () => {
      changed();
      setTyping(area.value !== '');
    }),
    listen(area, 'keydown', (event) => {
      const { key, shiftKey, isComposing } = event as KeyboardEvent;
      if (key !== 'Enter' || shiftKey || isComposing || !hasKeyboard()) return;
      event.preventDefault();
      submit();
    }),
    listen(form, 'submit', (event) => {
      event.preventDefault();
      submit();
    }),
    () => clearTimeout(timer),
  ];
  return {
    element: form,
    text: (): string => area.value,
    /** Puts a text back to be mended, before what stands there. */
    putBack: (text: string): void => {
      setText(area.value.trim() === '' ? text : `${text}\n${area.value}`);
      area.focus();
    },
    /** Once it is in the document, where its height can be told. */
    restore: (): void => setText(saved.read<string>(place) ?? ''),
    clear: (): void => setText(''),
    focus: (): void => area.focus(),
    end: (): void => ends.forEach((end) => end()),
  };
}
