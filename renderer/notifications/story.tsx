import { useState } from 'react';
import type { NotificationStep } from '../../preload/desktop-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { useNow } from '../state/clock.ts';
import { useNotificationStory } from '../state/notification-record.ts';
import { useTranslator } from '../state/translator.ts';
import { stepText } from './step-text.ts';
import styles from './story.module.css';

function Step({ step }: { step: NotificationStep }) {
  const { t, moment } = useTranslator();
  const now = useNow(60_000);
  return (
    <li className={styles['step']}>
      <time dateTime={new Date(step.at).toISOString()}>{moment(step.at, now)}</time>
      <span>
        <span className={styles['kind']}>{t(`notificationKind.${step.kind}`)}</span> {stepText(t, step)}
      </span>
    </li>
  );
}

/** So many stand there at first: the last ones tell most. */
const shownAtFirst = 4;

/** Whether and how this computer notified me of a request, and if not, why (spec 8.3). `changed` makes it look again. */
export function Story({ id, changed }: { id: RequestId; changed: unknown }) {
  const { t } = useTranslator();
  const story = useNotificationStory(id, changed);
  const [isWhole, setWhole] = useState(false);
  if (story === null) return null;
  const { steps, absence } = story;
  if (steps.length === 0) return <p className={styles['none']}>{t(`notificationAbsence.${absence ?? 'unknown'}`)}</p>;
  const shown = isWhole ? steps : steps.slice(-shownAtFirst);
  return (
    <>
      {shown.length < steps.length ? (
        <button type="button" className={styles['more']} onClick={() => setWhole(true)}>
          {t('notificationStory.earlier', { count: steps.length - shown.length })}
        </button>
      ) : null}
      <ul className={styles['steps']}>
        {shown.map((step, at) => (
          <Step key={steps.length - shown.length + at} step={step} />
        ))}
      </ul>
    </>
  );
}
