import { X } from 'lucide';
import type { Translate } from '../i18n/translate.ts';
import { h, icon } from './elements.ts';

const small = { width: 260, height: 200 };

export type PreviewParts = {
  t: Translate;
  name: string;
  /** The image's size as its head says; it is drawn here and nowhere before. */
  image: { width: number; height: number };
  read: () => Promise<Blob | null>;
};

/** Draws a picture of the picture, not larger than the box and its own size; false if it is none that can be drawn. */
async function draw(canvas: HTMLCanvasElement, blob: Blob, box: { width: number; height: number }): Promise<boolean> {
  try {
    const picture = await createImageBitmap(blob);
    const density = window.devicePixelRatio;
    const scale = Math.min(1, (box.width * density) / picture.width, (box.height * density) / picture.height);
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return true;
  } catch {
    return false; // cut short, or not what its head says
  }
}

function showLarge({ t, name, read }: PreviewParts): void {
  const canvas = h('canvas', { role: 'img', 'aria-label': t('portal.files.image', { name }) });
  const close = h('button', { class: 'file-button', autofocus: true, 'aria-label': t('portal.files.close') }, icon(X));
  const dialog = h(
    'dialog',
    { class: 'large-image', 'aria-label': name },
    h('form', { method: 'dialog' }, close),
    canvas,
  );
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const box = { width: window.innerWidth * 0.9, height: window.innerHeight * 0.8 };
  void read()
    .catch(() => null)
    .then(async (blob) => {
      if (blob === null || !(await draw(canvas, blob, box))) dialog.close();
    });
}

/** A small picture that is fetched when it comes into sight, and shown large when it is pressed. */
export function createPreview(parts: PreviewParts): HTMLElement {
  const { t, name, image, read } = parts;
  const scale = Math.min(1, small.width / image.width, small.height / image.height);
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const button = h(
    'button',
    { type: 'button', class: 'preview', 'aria-label': t('portal.files.enlarge', { name }) },
    canvas,
  );
  button.style.width = `${Math.max(24, Math.round(image.width * scale))}px`;
  button.style.aspectRatio = `${image.width} / ${image.height}`;
  button.addEventListener('click', () => showLarge(parts));
  const watch = new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== true) return;
    watch.disconnect();
    void read()
      .catch(() => null)
      .then(async (blob) => {
        const drawn = blob !== null && (await draw(canvas, blob, small));
        button.classList.toggle('drawn', drawn);
        button.hidden = !drawn;
      });
  });
  watch.observe(button);
  return button;
}
