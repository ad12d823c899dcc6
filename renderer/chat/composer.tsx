import { MessageSquareWarning, Paperclip, SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { limits } from '../../protocol/limits.ts';
import { changeDraft, isStale, sendDraft, useDraft } from '../state/drafts.ts';
import { useConversation } from '../state/conversation.ts';
import { useAskedFocus } from '../state/asked-focus.ts';
import { sendFiles } from '../state/files.ts';
import { perform } from '../state/perform.ts';
import { useCanReply, useCanUpload } from '../state/possible.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { IconButton } from '../ui/button.tsx';
import { Shortcut } from '../ui/shortcut.tsx';
import { useReplyPicker } from './reply-picker.tsx';
import styles from './composer.module.css';

/** To whom the text goes: the customer, or the team alone. */
function Recipient({ note }: { note: boolean }) {
  const { t } = useTranslator();
  return (
    <ToggleButtonGroup
      aria-label={t('composer.recipient')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[note ? 'note' : 'reply']}
      onSelectionChange={(keys) => changeDraft({ note: keys.has('note') })}
      className={styles['recipient'] ?? ''}
    >
      <ToggleButton id="reply" className={styles['choice'] ?? ''}>
        {t('composer.reply')}
      </ToggleButton>
      <ToggleButton id="note" className={styles['choice'] ?? ''}>
        {t('composer.note')}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

/** Whether somebody wrote meanwhile, kept right as lines and text come. */
function useStale(): boolean {
  useConversation((conversation) => conversation.lines);
  useDraft((draft) => draft.begunAt);
  return isStale();
}

/** Sends on the first try, or on the second if somebody wrote meanwhile: the first one asks. */
function useSending() {
  const id = useDraft((draft) => draft.id);
  const stale = useStale();
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(false), [id, stale]);
  return {
    stale,
    asked,
    send: (): void => {
      if (stale && !asked) setAsked(true);
      else void sendDraft();
    },
  };
}

/** Where the technician writes: grows with the text; Enter sends, Shift+Enter breaks the line. */
export function Composer() {
  const { t } = useTranslator();
  const { id, text, note } = useDraft();
  const canReply = useCanReply();
  // A file goes to the customer: nobody who writes a note is to send one by mistake.
  const canAttach = useCanUpload() && !note;
  const { stale, asked, send } = useSending();
  const input = useRef<HTMLTextAreaElement>(null);
  const isOpen = note || canReply;
  useAskedFocus('composer', input, isOpen);
  const { picker, ariaOf, onSelect, onKeyDown: onPickerKey } = useReplyPicker({ input, text });

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a character Enter belongs to it.
    if (onPickerKey(event) || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }
  /** A screenshot goes by itself; words that were copied with a picture of them (from a table) are meant as words. */
  function onPaste(event: ClipboardEvent): void {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || event.clipboardData.types.includes('text/plain') || !canAttach || id === null) return;
    event.preventDefault();
    void sendFiles(id, files);
  }
  return (
    <div className={styles['composer']} data-note={note || undefined}>
      {stale ? (
        <Banner tone="warn" icon={<MessageSquareWarning size={15} aria-hidden />} role={asked ? 'alert' : 'status'}>
          {t(asked ? 'composer.staleAsk' : 'composer.stale')}
        </Banner>
      ) : null}
      <Recipient note={note} />
      <div className={styles['box']}>
        {picker}
        <IconButton label={t('composer.attach')} isDisabled={!canAttach} onPress={() => perform('file.upload')}>
          <Paperclip size={16} aria-hidden />
        </IconButton>
        <textarea
          key={id}
          ref={input}
          className={styles['input']}
          value={text}
          maxLength={limits.message}
          rows={1}
          disabled={!isOpen}
          aria-label={t(note ? 'composer.note' : 'composer.reply')}
          placeholder={t(
            note ? 'composer.notePlaceholder' : canReply ? 'composer.replyPlaceholder' : 'composer.joinFirst',
          )}
          onChange={(event) => changeDraft({ text: event.target.value })}
          onKeyDown={onKeyDown}
          onSelect={onSelect}
          onPaste={onPaste}
          {...ariaOf}
        />
        <IconButton
          label={t(note ? 'composer.saveNote' : 'composer.send')}
          hint={
            <>
              {t(note ? 'composer.saveNote' : 'composer.send')}
              <Shortcut>↩</Shortcut>
            </>
          }
          isDisabled={!isOpen || text.trim() === ''}
          onPress={send}
        >
          <SendHorizontal size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
