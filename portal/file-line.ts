import { Download, File as FileIcon, FileArchive, FileText, Image, ShieldAlert, X, type IconNode } from 'lucide';
import { fileSize } from '../i18n/file-size.ts';
import type { Translator } from '../i18n/translate.ts';
import { canPreview, customerAuthorization, extensionOf, filePath, ticketPath } from '../protocol/files.ts';
import { h, icon } from './elements.ts';
import { createPreview } from './preview.ts';
import type { Own } from './resume.ts';
import type { FileRow } from './rows.ts';

const pictures: Readonly<Record<FileRow['file']['kind'], IconNode>> = {
  image: Image,
  document: FileIcon,
  text: FileText,
  archive: FileArchive,
};

export type FileLineParts = {
  texts: Translator;
  relay: string;
  own: Own;
  onCancel: (row: FileRow) => void;
  /** A download could not begin. */
  onTrouble: () => void;
};

/** What stands in the bubble of a file; `update` moves its bar. */
export type FileLine = { element: HTMLElement; update: (row: FileRow) => void };

/** The name on one line; what is too long is cut before its extension, which nobody is to overlook. */
function nameOf(name: string): HTMLElement {
  const extension = extensionOf(name);
  const end = extension === '' ? 0 : Math.min(name.length, extension.length + 5);
  return h(
    'bdi',
    { class: 'file-name', title: name },
    h('span', { class: 'base' }, name.slice(0, name.length - end)),
    h('span', {}, name.slice(name.length - end)),
  );
}

/** Makes the lines of files. */
export function createFileLines({ texts, relay, own, onCancel, onTrouble }: FileLineParts) {
  const { t, language } = texts;
  const headers = { authorization: customerAuthorization(own.id, own.secret) };

  /** The browser saves it by a link that works for a minute: the secret itself never stands in an address. */
  async function download(id: string): Promise<void> {
    try {
      const response = await fetch(relay + ticketPath(id), { method: 'POST', headers });
      const answer = (await response.json()) as { value?: { ticket: string } };
      if (answer.value === undefined) return onTrouble();
      location.assign(`${relay}${filePath(id)}?ticket=${encodeURIComponent(answer.value.ticket)}`);
    } catch {
      onTrouble();
    }
  }
  async function read(id: string): Promise<Blob | null> {
    const response = await fetch(relay + filePath(id), { headers });
    return response.ok ? response.blob() : null;
  }
  function button(label: string, node: IconNode, onClick: () => void): HTMLElement {
    const made = h('button', { type: 'button', class: 'file-button', 'aria-label': label, title: label }, icon(node));
    made.addEventListener('click', onClick);
    return made;
  }
  function words(row: FileRow): string {
    if (row.refusal !== null || row.state === 'ready') return fileSize(language, row.file.size);
    if (row.state === 'scanning') return t('portal.files.scanning');
    if (row.state === 'refused') return t('portal.files.infected');
    if (row.mark === 'sent') return t('portal.files.arriving');
    const percent = Math.floor((row.sent / row.file.size) * 100);
    return row.isMoving ? t('portal.files.sending', { percent: String(percent) }) : t('portal.files.waiting');
  }
  function actionOf(row: FileRow): HTMLElement | null {
    const { name } = row.file;
    if (row.state === 'ready')
      return button(t('portal.files.download', { name }), Download, () => void download(row.key));
    if (row.state !== 'uploading' || row.refusal !== null || row.mark === 'sent') return null;
    return button(t('portal.files.cancel', { name }), X, () => onCancel(row));
  }

  return (row: FileRow): FileLine => {
    const { file } = row;
    const about = h('span', { class: 'file-about' }, words(row));
    const isSending = row.state === 'uploading' && row.refusal === null;
    const bar = h('progress', {
      max: file.size,
      value: row.sent,
      'aria-label': t('portal.files.progress', { name: file.name }),
    });
    const preview =
      row.state === 'ready' && file.image !== null && canPreview(file)
        ? createPreview({ t, name: file.name, image: file.image, read: () => read(row.key) })
        : null;
    const element = h(
      'div',
      { class: `file ${row.state}` },
      preview,
      h(
        'div',
        { class: 'file-row' },
        h('span', { class: 'file-picture' }, icon(row.state === 'refused' ? ShieldAlert : pictures[file.kind])),
        h('div', { class: 'file-words' }, nameOf(file.name), about, isSending ? bar : null),
        actionOf(row),
      ),
    );
    return {
      element,
      update: (now) => {
        about.textContent = words(now);
        bar.value = now.sent;
      },
    };
  };
}
