import { v7 as newId } from 'uuid';
import type { Result } from '../protocol/errors.ts';
import type { PortalInfo } from '../protocol/handshake.ts';
import { limits } from '../protocol/limits.ts';
import { chatScreen } from './chat.ts';
import { askForVersion } from './device.ts';
import { h, listen } from './elements.ts';
import { formScreen } from './form.ts';
import { createFrame } from './frame.ts';
import { loadTranslator, spokenLanguage } from './language.ts';
import type { Page, Screen } from './page.ts';
import { createResume, newRequestLink, type Own } from './resume.ts';
import { createSaved, openStorage } from './saved.ts';
import { stopScreen } from './stop.ts';

// The page's composition root: finds out where the customer is and shows that.

const retryMs = 3_000;
const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const frame = createFrame(window);
const saved = createSaved(openStorage(), slug);
const resume = createResume(saved, {
  fragment: () => location.hash,
  replace: (fragment) => history.replaceState(null, '', fragment === '' ? location.pathname : fragment),
});
// Some addresses are longer than anybody wants to read.
const cameFrom = (resume.takeEmbeddingPage() || document.referrer).slice(0, limits.page);

/** How the portal stands; `offline` if the relay gives no answer. */
async function readPortal(): Promise<Result<PortalInfo>> {
  try {
    const response = await fetch(`/api/portals/${encodeURIComponent(slug)}`);
    return (await response.json()) as Result<PortalInfo>;
  } catch {
    return { ok: false, code: 'offline' };
  }
}

const root = document.querySelector('#page') as HTMLElement;
const announcer = document.querySelector('#announcer') as HTMLElement;
const spoken = spokenLanguage(navigator.languages);
const [first] = await Promise.all([spoken === null ? readPortal() : null, askForVersion()]);
const fallback = first?.ok ? first.value.language : 'en';
const texts = await loadTranslator(spoken ?? { language: fallback, locale: fallback });
const { t } = texts;
document.documentElement.lang = texts.language;
document.documentElement.classList.toggle('framed', frame.framed);

const page: Page = {
  slug,
  relay: location.origin,
  cameFrom,
  texts,
  saved,
  resume,
  frame,
  clock: Date.now,
  newId,
  random: Math.random,
  announce: (text) => announcer.append(h('p', {}, text)),
  setTitle: (title, unread) => {
    document.title = unread === 0 ? title : t('portal.title.unread', { count: unread, title });
    frame.say({ sportello: 'unread', count: unread, text: t('portal.embed.unread', { count: unread }) });
  },
  go: () => void go(),
  outdated: () =>
    stop('portal.stop.updated', 'portal.stop.updatedText', { label: t('portal.stop.reload'), href: location.pathname }),
};

let screen: Screen | null = null;
/** Counts what was asked for: an answer that comes late must not show what is no longer wanted. */
let wanted = 0;

function show(next: Screen): void {
  screen?.end();
  screen = next;
  announcer.replaceChildren();
  root.replaceChildren(next.element);
  next.shown();
}

type StopText = Parameters<typeof t>[0] & `portal.stop.${string}`;
function stop(title: StopText, text: StopText, way: { label: string; href: string } | null = null): void {
  show(stopScreen(page, { title: t(title as 'portal.stop.unknown'), text: t(text as 'portal.stop.unknownText'), way }));
}

async function go(): Promise<void> {
  const turn = ++wanted;
  const place = resume.place();
  if (place.kind === 'request') return showRequest(place.own);
  const portal = await readPortal();
  if (turn !== wanted) return;
  if (portal.ok) return showForm(portal.value, place.back);
  if (portal.code === 'not-found') return stop('portal.stop.unknown', 'portal.stop.unknownText');
  stop('portal.stop.unreachable', 'portal.stop.unreachableText');
  setTimeout(() => turn === wanted && page.go(), retryMs);
}

function showRequest(own: Own): void {
  const onUnknown = (): void => {
    resume.forget(own);
    const way = { label: t('portal.newRequest'), href: newRequestLink };
    stop('portal.stop.wrongLink', 'portal.stop.wrongLinkText', way);
  };
  show(chatScreen({ page, own, onUnknown }));
}

function showForm(info: PortalInfo, back: Own | null): void {
  if (!info.open) {
    const title = t('portal.stop.closed', { company: info.title });
    return show(stopScreen(page, { title, text: t('portal.stop.closedText'), way: null }));
  }
  const refresh = async (): Promise<PortalInfo | null> => {
    const now = await readPortal();
    return now.ok ? now.value : null;
  };
  show(formScreen({ page, info, back, refresh }));
}

listen(window, 'hashchange', page.go);
listen(document, 'keydown', (event) => {
  if ((event as KeyboardEvent).key === 'Escape') frame.say({ sportello: 'close' });
});
frame.say({ sportello: 'ready' });
await go();
