import { partsOf } from '../i18n/links-in-text.ts';
import { h } from './elements.ts';

/** The text as nodes: hostile text stays text, and a link says where it leads in its own direction of reading. */
export const richText = (text: string): (Node | string)[] =>
  partsOf(text).map((part) =>
    part.href === null
      ? part.text
      : h('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr' }, part.text),
  );
