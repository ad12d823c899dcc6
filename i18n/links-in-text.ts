import { LinkifyIt } from 'linkify-it';

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
