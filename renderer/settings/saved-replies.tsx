import { Plus } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { SavedReplyRow } from '../../preload/files-contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { savedReplyPlaceholders } from '../../protocol/saved-replies.ts';
import { useMe } from '../state/account.ts';
import { useOnline } from '../state/connection.ts';
import { deleteReply, refreshSavedReplies, saveReply, useSavedReplies } from '../state/saved-replies.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './saved-replies.module.css';

/** The reply that is being written: one there is, or a new one. */
type Edited = { reply: SavedReplyRow | null };

function Editor({ reply, onDone }: { reply: SavedReplyRow | null; onDone: () => void }) {
  const translator = useTranslator();
  const { t } = translator;
  const online = useOnline();
  const [title, setTitle] = useState(reply?.title ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isReady = title.trim() !== '' && text.trim() !== '' && online;

  async function settle(work: Promise<Refusal | null>): Promise<void> {
    setPending(true);
    const refused = await work.finally(() => setPending(false));
    setRefusal(refused);
    if (refused !== null) return;
    await refreshSavedReplies();
    onDone();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady && !isPending) void settle(saveReply(reply?.id ?? null, title.trim(), text));
  }
  return (
    <form className={styles['editor']} onSubmit={submit}>
      <TextField
        label={t('savedReplies.replyTitle')}
        value={title}
        onChange={setTitle}
        maxLength={limits.replyTitle}
        autoFocus
      />
      <TextField label={t('savedReplies.text')} value={text} onChange={setText} maxLength={limits.reply} lines={6} />
      <div className={styles['placeholders']} role="group" aria-label={t('savedReplies.placeholders')}>
        <span>{t('savedReplies.placeholders')}</span>
        {savedReplyPlaceholders.map((name) => (
          <Button key={name} size="small" onPress={() => setText((now) => `${now}{${name}}`)}>
            {t(`savedReplies.placeholder.${name}`)}
          </Button>
        ))}
      </div>
      {refusal === null ? null : (
        <p className={styles['trouble']} role="alert">
          {errorText(translator, refusal.code, refusal.details)}
        </p>
      )}
      <div className={styles['buttons']}>
        {reply === null ? null : (
          <Button look="danger" isDisabled={!online || isPending} onPress={() => void settle(deleteReply(reply.id))}>
            {t('savedReplies.delete')}
          </Button>
        )}
        <span className={styles['space']} />
        <Button look="quiet" onPress={onDone}>
          {t('savedReplies.cancel')}
        </Button>
        <Button type="submit" look="primary" isDisabled={!isReady} isPending={isPending}>
          {t('savedReplies.save')}
        </Button>
      </div>
    </form>
  );
}

/** The team's saved replies: everybody uses them; who wrote one, or an admin, may change it. */
export function SavedReplies() {
  const { t } = useTranslator();
  const me = useMe();
  const replies = useSavedReplies((state) => state.replies);
  const [edited, setEdited] = useState<Edited | null>(null);
  useEffect(() => void refreshSavedReplies(), []);
  if (edited !== null) return <Editor reply={edited.reply} onDone={() => setEdited(null)} />;
  const mayChange = ({ authorId }: SavedReplyRow): boolean => me?.role === 'admin' || me?.id === authorId;
  return (
    <div className={styles['replies']}>
      <header className={styles['head']}>
        <p>{t('savedReplies.hint')}</p>
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => setEdited({ reply: null })}>
          {t('savedReplies.new')}
        </Button>
      </header>
      {replies.length === 0 ? <p className={styles['none']}>{t('savedReplies.none')}</p> : null}
      <ul className={styles['list']}>
        {replies.map((reply) => (
          <li key={reply.id} className={styles['reply']}>
            <div className={styles['words']}>
              <bdi className={styles['title']}>{reply.title}</bdi>
              <bdi className={styles['text']}>{reply.text}</bdi>
              <span className={styles['author']}>{t('savedReplies.by', { name: reply.authorName })}</span>
            </div>
            {mayChange(reply) ? (
              <Button
                size="small"
                aria-label={t('savedReplies.editNamed', { title: reply.title })}
                onPress={() => setEdited({ reply })}
              >
                {t('savedReplies.edit')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
