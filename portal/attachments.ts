import { X } from 'lucide';
import { fileSize } from '../i18n/file-size.ts';
import { errorText } from '../i18n/translate.ts';
import { createAttach } from './attach.ts';
import { objectionHere } from './chosen-files.ts';
import { h, icon } from './elements.ts';
import type { FileStore, KeptFile } from './file-store.ts';
import { noteFormFiles } from './own-files.ts';
import type { Page } from './page.ts';

/** Files chosen in the form: they go to the request that it makes. Kept, like what is half-written, over a reload. */
export function createAttachments(page: Page) {
  const { texts } = page;
  const { t, language } = texts;
  const list = h('ul', { 'aria-label': t('portal.files.attachments') });
  const attach = createAttach(t, (files) => void add(files), t('portal.files.add'));
  let store: Promise<FileStore> | null = null;
  const opened = (): Promise<FileStore> =>
    (store ??= import('./file-store.ts').then(({ openFileStore }) => openFileStore()));
  const ofForm = ({ portal, request }: KeptFile): boolean => portal === page.slug && request === null;

  async function count(): Promise<void> {
    noteFormFiles(page, (await (await opened()).all()).some(ofForm));
  }
  function line(name: string, about: string, onRemove: () => void): HTMLElement {
    const label = t('portal.files.remove', { name });
    const remove = h('button', { type: 'button', class: 'file-button', 'aria-label': label, title: label }, icon(X));
    const item = h('li', {}, h('bdi', { class: 'file-name', title: name }, h('span', { class: 'base' }, name)));
    item.append(h('span', { class: 'file-about' }, about), remove);
    remove.addEventListener('click', () => {
      item.remove();
      onRemove();
      attach.button.focus();
    });
    return item;
  }
  function show({ id, name, size }: KeptFile): void {
    const remove = async (): Promise<void> => {
      await (await opened()).drop(id);
      await count();
    };
    list.append(line(name, fileSize(language, size), () => void remove()));
  }
  function showWrong(name: string, reason: string): void {
    const item = line(name, '', () => {});
    item.classList.add('wrong');
    item.append(h('p', { class: 'error', role: 'alert' }, reason));
    list.append(item);
  }
  async function add(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const { name, size } = file;
      const refusal = objectionHere(file);
      if (refusal !== null) {
        showWrong(name, errorText(texts, refusal.code, refusal.details));
        continue;
      }
      const id = page.newId();
      const chosen = { id, portal: page.slug, request: null, at: page.clock(), name, size, blob: file, refusal: null };
      show(await (await opened()).put(chosen));
    }
    await count();
  }

  return {
    element: h('div', { class: 'field attachments' }, ...attach.elements, list),
    add: (files: readonly File[]): void => void add(files),
    /** Shows what was chosen before a reload. */
    restore: async (): Promise<void> => {
      if (page.saved.read('files/form') !== true) return;
      for (const file of (await (await opened()).all()).filter(ofForm)) show(file);
    },
    end: attach.end,
  };
}
