import { Lock } from 'lucide-react';
import { memo } from 'react';
import { eventText } from '../../i18n/event-text.ts';
import type { ChatLine as Line } from '../../preload/details-contract.ts';
import { useTranslator } from '../state/translator.ts';
import { FileBody } from './file-line.tsx';
import { LineState, RefusedLine } from './line-state.tsx';
import { MessageText } from './message-text.tsx';
import styles from './chat-line.module.css';

function EventLine({ line }: { line: Line }) {
  const translator = useTranslator();
  if (line.body.kind !== 'event') return null;
  return (
    <li className={styles['event']}>
      {eventText(translator, line.body.event, line)}
      <time dateTime={new Date(line.at).toISOString()}>{translator.time(line.at)}</time>
    </li>
  );
}

/** One line of the chat. `first`: of a run by the same author, so that the name is said once. */
export const ChatLine = memo(function ChatLine({ line, first }: { line: Line; first: boolean }) {
  const { t, time } = useTranslator();
  if (line.body.kind === 'event') return <EventLine line={line} />;
  const isNote = line.body.kind === 'note';
  const side = line.author === 'customer' ? 'theirs' : 'ours';
  const name = line.author === 'me' ? t('chat.me') : line.name;
  return (
    <li
      className={styles['line']}
      data-side={side}
      data-note={isNote || undefined}
      data-first={first || undefined}
      data-state={line.state}
    >
      {first ? (
        <span className={styles['name']}>
          {isNote ? <Lock size={11} aria-hidden /> : null}
          <bdi>{isNote ? t('chat.noteBy', { name }) : name}</bdi>
        </span>
      ) : null}
      <div className={styles['bubble']}>
        {line.body.kind === 'file' ? (
          <FileBody line={line} file={line.body.file} />
        ) : (
          <MessageText text={line.body.text} />
        )}
        <span className={styles['foot']}>
          <time dateTime={new Date(line.at).toISOString()}>{time(line.at)}</time>
          {isNote ? null : <LineState state={line.state} />}
        </span>
      </div>
      <RefusedLine line={line} />
    </li>
  );
});
