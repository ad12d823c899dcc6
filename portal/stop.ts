import { h } from './elements.ts';
import type { Page, Screen } from './page.ts';

/** Why there is nothing to do here, and the way on if there is one. */
export type Stop = { title: string; text: string; way: { label: string; href: string } | null };

/** A screen that says in words why the customer cannot go on, and where to go instead. */
export function stopScreen(page: Page, { title, text, way }: Stop): Screen {
  const heading = h('h1', { tabindex: -1 }, title);
  const link = way === null ? null : h('a', { class: 'button', href: way.href }, way.label);
  return {
    element: h('main', { class: 'sheet stop' }, heading, h('p', {}, text), link),
    shown: () => {
      page.setTitle(title, 0);
      heading.focus();
    },
    end: () => {},
  };
}
