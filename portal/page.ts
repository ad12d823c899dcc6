import { Headset } from 'lucide';
import type { Translator } from '../i18n/translate.ts';
import { h, icon, type Child } from './elements.ts';
import type { Frame } from './frame.ts';
import type { Resume } from './resume.ts';
import type { Saved } from './saved.ts';

/** What every screen of the page works with. */
export type Page = {
  slug: string;
  /** The relay's origin. */
  relay: string;
  /** Address of the page that the customer came from, or ''. */
  cameFrom: string;
  texts: Translator;
  saved: Saved;
  resume: Resume;
  frame: Frame;
  clock: () => number;
  newId: () => string;
  random: () => number;
  /** Says it to those who cannot see it. */
  announce: (text: string) => void;
  /** The window's title, with the number of messages that nobody has looked at. */
  setTitle: (title: string, unread: number) => void;
  /** Goes where the address says: after it changed, or when what was there is over. */
  go: () => void;
  /** This page is of another version than the relay. */
  outdated: () => void;
};

/** What the page shows at the moment. Whoever shows it ends it. */
export type Screen = { element: HTMLElement; shown: () => void; end: () => void };

/** The head of a screen: whom the customer asks. */
export function banner(company: string, what: Child, ...actions: Child[]): HTMLElement {
  const sign = Array.from(company.trim())[0]?.toLocaleUpperCase();
  return h(
    'header',
    { class: 'banner' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, sign ?? icon(Headset)),
    h('div', { class: 'whom' }, h('p', { class: 'company', dir: 'auto' }, company), what),
    ...actions,
  );
}

/** Words to everybody who asks this company, such as an outage. */
export const noticeList = (notices: readonly string[], label: string): HTMLElement[] =>
  notices.map((text) =>
    h(
      'aside',
      { class: 'notice', 'aria-label': label },
      h('strong', {}, label),
      h('p', { dir: 'auto', class: 'written' }, text),
    ),
  );
