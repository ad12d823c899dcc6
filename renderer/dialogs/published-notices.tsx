import { useId, useState } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Me } from '../../protocol/technicians.ts';
import type { Notice } from '../../protocol/model.ts';
import { useNow } from '../state/clock.ts';
import { useOnline } from '../state/connection.ts';
import { endNotice, useNotices } from '../state/notices.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import styles from './published-notices.module.css';

function Published({ notice, canEnd }: { notice: Notice; canEnd: boolean }) {
  const translator = useTranslator();
  const { t, moment } = translator;
  const now = useNow(60_000);
  const company = useNotices(({ companies }) => companies.find(({ id }) => id === notice.companyId)?.name);
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const end = async (): Promise<void> => {
    setPending(true);
    setRefusal(await endNotice(notice.id).finally(() => setPending(false)));
  };
  return (
    <li className={styles['notice']}>
      <div className={styles['about']}>
        <p className={styles['text']}>
          <bdi>{notice.text}</bdi>
        </p>
        <p className={styles['more']}>
          <bdi>{notice.companyId === null ? t('notice.everybody') : company}</bdi> · {moment(notice.createdAt, now)}
        </p>
        {refusal === null ? null : (
          <p className={styles['trouble']} role="alert">
            {errorText(translator, refusal.code, refusal.details)}
          </p>
        )}
      </div>
      {canEnd ? (
        <Button
          size="small"
          aria-label={t('notice.endNamed', { text: notice.text })}
          isPending={isPending}
          onPress={() => void end()}
        >
          {t('notice.end')}
        </Button>
      ) : null}
    </li>
  );
}

/** The notices that customers are shown now. Those for all companies are the admins' to take down. */
export function PublishedNotices({ me }: { me: Me }) {
  const { t } = useTranslator();
  const online = useOnline();
  const notices = useNotices((state) => state.notices);
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles['published']}>
      <h3 id={id} className={styles['title']}>
        {t('notice.shown')}
      </h3>
      {notices.length === 0 ? <p className={styles['none']}>{t('notice.none')}</p> : null}
      <ul>
        {notices.map((notice) => (
          <Published
            key={notice.id}
            notice={notice}
            canEnd={online && (notice.companyId !== null || me.role === 'admin')}
          />
        ))}
      </ul>
    </section>
  );
}
