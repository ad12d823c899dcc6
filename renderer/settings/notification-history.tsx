import type { NotificationStep } from '../../preload/desktop-contract.ts';
import { stepText } from '../notifications/step-text.ts';
import { useNow } from '../state/clock.ts';
import { useNotificationHistory } from '../state/notification-record.ts';
import { openSheet } from '../state/perform.ts';
import { select } from '../state/selection.ts';
import { useTranslator } from '../state/translator.ts';
import { Group } from './group.tsx';
import styles from './notifications.module.css';

/** What became of the last notifications on this computer (spec 8.3). */
export function NotificationHistory() {
  const { t, moment } = useTranslator();
  const now = useNow(60_000);
  const steps = useNotificationHistory();
  const open = (step: NotificationStep): void => {
    openSheet(null);
    void select(step.requestId);
  };
  return (
    <Group title={t('settings.history')} hint={t('settings.historyHint')}>
      {steps.length === 0 ? (
        <p className={styles['none']}>{t('settings.historyNone')}</p>
      ) : (
        <ul className={styles['history']}>
          {steps.map((step, at) => (
            <li key={steps.length - at} className={styles['step']}>
              <time dateTime={new Date(step.at).toISOString()}>{moment(step.at, now)}</time>
              <button type="button" className={styles['request']} onClick={() => open(step)}>
                #{step.requestId}
              </button>
              <span className={styles['what']}>
                {t(`notificationKind.${step.kind}`)}: {stepText(t, step)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Group>
  );
}
