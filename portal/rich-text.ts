import { LinkifyIt } from 'linkify-it';
import { h } from './elements.ts';

const links = new LinkifyIt({ fuzzyLink: true });
/** Web pages and mail, nothing that could start a program. */
const isHarmless = (url: string): boolean => /^(?:https?|mailto):/i.test(url);

export type TextPart = { text: string; href: string | null };

/** A text cut into words and links. Put together again, the parts are the text. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { index, lastIndex, url } of links.match(text) ?? []) {
    if (!isHarmless(url)) continue;
    if (index > end) parts.push({ text: text.slice(end, index), href: null });
    parts.push({ text: text.slice(index, lastIndex), href: url });
    end = lastIndex;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** The text as nodes: hostile text stays text, and a link says where it leads in its own direction of reading. */
export const richText = (text: string): (Node | string)[] =>
  partsOf(text).map((part) =>
    part.href === null
      ? part.text
      : h('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr' }, part.text),
  );
