import { Paperclip } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import { acceptHere, allowedHere } from './chosen-files.ts';
import { h, icon, listen } from './elements.ts';

/** The button that asks for files. What may be sent from this device is said before anything is chosen. */
export function createAttach(t: Translate, onFiles: (files: readonly File[]) => void, label: string | null = null) {
  // The button stands for it, for eyes, fingers and screen readers.
  const input = h('input', { type: 'file', multiple: true, accept: acceptHere(), hidden: true });
  const kinds = t('portal.files.kinds', { extensions: allowedHere() });
  const button = h(
    'button',
    {
      type: 'button',
      class: label === null ? 'attach' : 'button quiet attach-words',
      title: kinds,
      'aria-description': kinds,
    },
    icon(Paperclip),
    label,
  );
  if (label === null) button.setAttribute('aria-label', t('portal.files.attach'));
  const ends = [
    listen(button, 'click', () => input.click()),
    listen(input, 'change', () => {
      const files = [...(input.files ?? [])];
      // The same file may be chosen again.
      input.value = '';
      if (files.length > 0) onFiles(files);
    }),
  ];
  return {
    elements: [input, button],
    button,
    end: (): void => ends.forEach((end) => end()),
  };
}

const filesIn = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

/** Takes files that are dropped on an element or pasted into it; `canTake` is asked each time. */
export function takeFiles(
  element: HTMLElement,
  t: Translate,
  canTake: () => boolean,
  onFiles: (files: readonly File[]) => void,
): () => void {
  const sign = h('div', { class: 'drop-sign', hidden: true }, h('p', {}, t('portal.files.dropHere')));
  sign.append(h('p', { class: 'kinds' }, t('portal.files.kinds', { extensions: allowedHere() })));
  element.append(sign);
  let depth = 0;
  const show = (by: number): void => {
    depth = Math.max(0, depth + by);
    sign.hidden = depth === 0 || !canTake();
  };
  const withFiles = (work: (event: DragEvent) => void) => (event: Event) => {
    if ((event as DragEvent).dataTransfer?.types.includes('Files') === true) work(event as DragEvent);
  };
  const ends = [
    listen(
      element,
      'dragenter',
      withFiles(() => show(1)),
    ),
    listen(
      element,
      'dragleave',
      withFiles(() => show(-1)),
    ),
    listen(
      element,
      'dragover',
      withFiles((event) => {
        event.preventDefault();
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = canTake() ? 'copy' : 'none';
      }),
    ),
    listen(
      element,
      'drop',
      withFiles((event) => {
        event.preventDefault();
        show(-depth);
        if (canTake()) onFiles(filesIn(event.dataTransfer));
      }),
    ),
    listen(element, 'paste', (event) => {
      const { clipboardData } = event as ClipboardEvent;
      const files = filesIn(clipboardData);
      // Words that were copied with a picture of them (from a table) are meant as words.
      if (files.length === 0 || clipboardData?.types.includes('text/plain') === true || !canTake()) return;
      event.preventDefault();
      onFiles(files.map(named(t)));
    }),
  ];
  return () => {
    ends.forEach((end) => end());
    sign.remove();
  };
}

/** A picture that was never a file is called by when it was pasted. */
const named =
  (t: Translate) =>
  (file: File): File => {
    if (file.name !== 'image.png') return file;
    // Of all languages Swedish writes a date so that names sort by it.
    const at = new Date().toLocaleString('sv').replaceAll(':', '.');
    return new File([file], `${t('portal.files.pasted')} ${at}.png`, { type: file.type });
  };
