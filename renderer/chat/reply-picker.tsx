import { useEffect, useId, useMemo, useState, type KeyboardEvent, type RefObject } from 'react';
import type { SavedReplyRow } from '../../preload/files-contract.ts';
import { changeDraft } from '../state/drafts.ts';
import { filledReply, matchingReplies, refreshSavedReplies, useSavedReplies } from '../state/saved-replies.ts';
import { openSheet } from '../state/perform.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './reply-picker.module.css';

const mostShown = 8;

/** What was typed after a slash that begins a word, up to the caret; null if there is none. */
export const typedAfterSlash = (text: string, caret: number): string | null =>
  /(?:^|\s)\/([^\s/]{0,40})$/.exec(text.slice(0, caret))?.[1] ?? null;

/** The text with the slash and what follows it replaced, and where the caret goes. */
export function withReply(text: string, caret: number, reply: string): { text: string; caret: number } {
  const typed = typedAfterSlash(text, caret) ?? '';
  const start = caret - typed.length - 1;
  return { text: text.slice(0, start) + reply + text.slice(caret), caret: start + reply.length };
}

export type ReplyPickerParts = { input: RefObject<HTMLTextAreaElement | null>; text: string };

/**
 * Saved replies while somebody types: a slash opens them, letters narrow them down, arrows choose, Enter or Tab puts one
 * in, Escape lets the slash be a slash.
 */
export function useReplyPicker({ input, text }: ReplyPickerParts) {
  const list = useId();
  const replies = useSavedReplies((state) => state.replies);
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  /** The text at which Escape was pressed: until it is another, the slash is one. */
  const [dismissed, setDismissed] = useState<string | null>(null);
  const typed = dismissed === text ? null : typedAfterSlash(text, caret);
  const isAsking = typed !== null;
  useEffect(() => {
    if (isAsking) void refreshSavedReplies();
  }, [isAsking]);
  useEffect(() => setChosen(0), [typed]);
  const found = useMemo(
    () => (typed === null ? [] : matchingReplies(replies, typed).slice(0, mostShown)),
    [replies, typed],
  );
  // Somebody without saved replies who writes a slash is not to be bothered; one who looks for them learns where they are.
  const isOpen = isAsking && (found.length > 0 || (replies.length === 0 && typed === ''));

  function putIn(reply: SavedReplyRow): void {
    const next = withReply(text, caret, filledReply(reply));
    changeDraft({ text: next.text });
    setCaret(next.caret);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  }
  /** Answers whether the key was the picker's. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((at) => (at + step + found.length) % found.length);
    else if (event.key === 'Escape') setDismissed(text);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      const reply = found[chosen];
      if (reply === undefined) return false;
      putIn(reply);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return {
    onKeyDown,
    /** Where the caret is decides what the slash belongs to. */
    onSelect: (): void => setCaret(input.current?.selectionStart ?? 0),
    ariaOf: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': isOpen ? list : undefined,
      'aria-activedescendant': isOpen && found.length > 0 ? `${list}-${chosen}` : undefined,
    },
    picker: isOpen ? <Replies list={list} replies={found} chosen={chosen} onUse={putIn} /> : null,
  };
}

function Replies({
  list,
  replies,
  chosen,
  onUse,
}: {
  list: string;
  replies: readonly SavedReplyRow[];
  chosen: number;
  onUse: (reply: SavedReplyRow) => void;
}) {
  const { t } = useTranslator();
  if (replies.length === 0) {
    return (
      <div className={styles['picker']} role="status">
        <p className={styles['none']}>
          {t('savedReplies.none')}
          <button type="button" className={styles['manage']} onClick={() => openSheet('settings')}>
            {t('savedReplies.manage')}
          </button>
        </p>
      </div>
    );
  }
  return (
    <div className={styles['picker']} id={list} role="listbox" aria-label={t('savedReplies.title')}>
      {replies.map((reply, at) => (
        // The focus stays in the text: the mouse only chooses.
        <div
          key={reply.id}
          id={`${list}-${at}`}
          role="option"
          aria-selected={at === chosen}
          className={styles['reply']}
          ref={(element) => {
            if (at === chosen) element?.scrollIntoView({ block: 'nearest' });
          }}
          onMouseDown={(event) => {
            event.preventDefault();
            onUse(reply);
          }}
        >
          <bdi className={styles['title']}>{reply.title}</bdi>
          <bdi className={styles['text']}>{filledReply(reply)}</bdi>
        </div>
      ))}
    </div>
  );
}
