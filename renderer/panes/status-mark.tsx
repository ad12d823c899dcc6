import type { Status } from '../../protocol/lifecycle.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './status-mark.module.css';

/** A request's status: a sign of its own shape, and the word. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useTranslator();
  return (
    <span className={styles['status']} data-status={status}>
      <span className={styles['sign']} aria-hidden />
      <span className={styles['word']}>{t(`status.${status}`)}</span>
    </span>
  );
}
