import { useMemo, useState, type MouseEvent } from 'react';
import { partsOf } from '../../i18n/links-in-text.ts';
import { beginning } from '../../i18n/shorten.ts';
import { openLink } from '../state/open-link.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './message-text.module.css';

/** So much of a very long text is shown until somebody asks for the rest. */
const shownAtFirst = 3_000;

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
  const shown = whole ? text : beginning(text, shownAtFirst);
  const parts = useMemo(() => partsOf(shown), [shown]);
  return (
    <bdi className={styles['text']}>
      {parts.map((part, at) => (part.href === null ? part.text : <Link key={at} url={part.href} text={part.text} />))}
      {shown.length === text.length ? null : (
        <button type="button" className={styles['more']} onClick={() => setWhole(true)}>
          {t('chat.showAll')}
        </button>
      )}
    </bdi>
  );
}
