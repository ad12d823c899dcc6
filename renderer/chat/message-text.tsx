import { LinkifyIt } from 'linkify-it';
import { useMemo, useState, type MouseEvent } from 'react';
import { openLink } from '../state/open-link.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './message-text.module.css';

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true });
/** So much of a very long text is shown until somebody asks for the rest. */
const shownAtFirst = 3_000;
/** What a cut may leave of an emoji. */
const halfCharacter = /[\uD800-\uDBFF]$/;

type Part = { text: string; url: string | null };

/** The text as stretches with and without a link. Only web and mail addresses become links. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { index, lastIndex, url } of linkify.match(text) ?? []) {
    if (!/^(https?|mailto):/i.test(url)) continue;
    parts.push({ text: text.slice(end, index), url: null }, { text: text.slice(index, lastIndex), url });
    end = lastIndex;
  }
  parts.push({ text: text.slice(end), url: null });
  return parts.filter((part) => part.text !== '');
}

/** A link that opens in the person's own browser: the page itself never goes anywhere. */
function Link({ url, text }: { url: string; text: string }) {
  function open(event: MouseEvent): void {
    event.preventDefault();
    openLink(url);
  }
  return (
    <a href={url} onClick={open}>
      {text}
    </a>
  );
}

/** What somebody wrote, as text and nothing else: lines as they were broken, links to click, writing directions kept in. */
export function MessageText({ text }: { text: string }) {
  const { t } = useTranslator();
  const [whole, setWhole] = useState(false);
  const shown = whole || text.length <= shownAtFirst ? text : text.slice(0, shownAtFirst).replace(halfCharacter, '');
  const parts = useMemo(() => partsOf(shown), [shown]);
  return (
    <bdi className={styles['text']}>
      {parts.map((part, at) => (part.url === null ? part.text : <Link key={at} url={part.url} text={part.text} />))}
      {shown.length === text.length ? null : (
        <button type="button" className={styles['more']} onClick={() => setWhole(true)}>
          {t('chat.showAll')}
        </button>
      )}
    </bdi>
  );
}
