import { useNow } from '../state/clock.ts';
import { useSetting } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './waiting-time.module.css';

const minute = 60_000;

/** How long the customer has waited for an answer; its colour and weight change at the person's thresholds (spec 8.8). */
export function WaitingTime({ since }: { since: number | null }) {
  const { duration, t } = useTranslator();
  const isRecent = since !== null && Date.now() - since < 2 * minute;
  const now = useNow(isRecent ? 1_000 : 15_000);
  const warn = useSetting('waitingWarnMinutes') * minute;
  const alarm = useSetting('waitingAlarmMinutes') * minute;
  if (since === null) return <span className={styles['nobody']}>–</span>;
  const waited = Math.max(0, now - since);
  const level = waited >= alarm ? 'alarm' : waited >= warn ? 'warn' : 'calm';
  const text = duration(waited);
  return (
    <span className={styles['waiting']} data-level={level} aria-label={t('list.waitsFor', { time: text })}>
      {text}
    </span>
  );
}
