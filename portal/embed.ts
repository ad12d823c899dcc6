import { MessageCircleQuestionMark, X } from 'lucide';
import { texts as en } from '../resources/locales/en.json?only=portal.embed';
import { texts as it } from '../resources/locales/it.json?only=portal.embed';
import { embedFragment, portalPath } from '../protocol/links.ts';
import { h, icon } from './elements.ts';
import styles from './embed.css?inline';
import type { FrameWord, HostWord } from './frame.ts';

// What a company's own site loads by one line, `<script src="https://…/embed.js" data-portal="slug"></script>`: a button
// that opens the portal in a frame. Everything stands in a shadow root, out of reach of that site's styles.

const answerTimeoutMs = 8_000;
const tag = 'sportello-portal';

type EmbedText = 'open' | 'close' | 'stuck' | 'openTab';

/** The texts in the first of the browser's languages that is one of ours. None of them has placeholders. */
function readTexts(preferred: readonly string[]): (key: EmbedText) => string {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'it');
  const texts = known === 'it' ? it : en;
  return (key) => texts[`portal.embed.${key}`] ?? '';
}

/** Puts the button for a portal on this page. `origin` is the relay's. */
function embed(origin: string, slug: string): void {
  const text = readTexts(navigator.languages);
  const address = origin + portalPath(slug);
  const count = h('span', { class: 'count', hidden: true });
  const open = h('button', { type: 'button', class: 'open', 'aria-haspopup': 'dialog' });
  open.append(icon(MessageCircleQuestionMark), text('open'), count);
  const close = h('button', { type: 'button', class: 'close', 'aria-label': text('close') }, icon(X));
  const stuck = h('div', { class: 'stuck', hidden: true });
  stuck.append(
    h('p', {}, text('stuck')),
    h('a', { href: address, target: '_blank', rel: 'noopener' }, text('openTab')),
  );
  const bar = h('div', { class: 'bar' }, h('h2', { id: 'title' }, text('open')), close);
  const dialog = h('dialog', { 'aria-labelledby': 'title' }, bar, stuck);
  const root = h('div', { class: 'root' }, open, dialog);
  let frame: HTMLIFrameElement | null = null;

  const say = (word: HostWord): void => frame?.contentWindow?.postMessage(word, origin);

  /** The frame with the portal; it stays when the dialog closes, so that the chat goes on. */
  function addFrame(): HTMLIFrameElement {
    const page = location.origin + location.pathname;
    const added = h('iframe', {
      src: `${address}#${embedFragment(page)}`,
      title: text('open'),
      allow: 'display-capture',
    });
    dialog.append(added);
    const timer = setTimeout(() => {
      stuck.hidden = false;
    }, answerTimeoutMs);
    window.addEventListener('message', ({ source, origin: from, data }: MessageEvent<FrameWord | null>) => {
      if (source !== added.contentWindow || from !== origin) return;
      if (data?.sportello === 'ready') {
        clearTimeout(timer);
        stuck.hidden = true;
        say({ sportello: dialog.open ? 'shown' : 'hidden' });
      }
      if (data?.sportello === 'close') dialog.close();
      if (data?.sportello === 'unread') {
        count.hidden = data.count === 0;
        count.textContent = String(data.count);
        open.setAttribute('aria-label', data.count === 0 ? text('open') : `${text('open')}, ${data.text}`);
      }
    });
    return added;
  }

  open.addEventListener('click', () => {
    frame ??= addFrame();
    open.hidden = true;
    // Where it covers the whole page nothing behind it can be reached; elsewhere one can go on reading beside it.
    if (matchMedia('(max-width: 480px)').matches) dialog.showModal();
    else dialog.show();
    frame.focus();
    say({ sportello: 'shown' });
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') dialog.close();
  });
  dialog.addEventListener('close', () => {
    open.hidden = false;
    open.focus();
    say({ sportello: 'hidden' });
  });

  const host = document.createElement(tag);
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(root);
  document.documentElement.append(host);
}

const script = document.currentScript as HTMLScriptElement | null;
const slug = script?.dataset['portal'];
if (script === null || slug === undefined) {
  throw new Error('embed.js: name the portal by data-portal on the script element');
}
if (document.querySelector(tag) === null) embed(new URL(script.src).origin, slug);
