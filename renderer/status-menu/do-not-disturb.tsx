import { BellOff } from 'lucide-react';
import { useNow } from '../state/clock.ts';
import { setDoNotDisturb, useDisturbedUntil } from '../state/do-not-disturb.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import styles from './status-menu.module.css';

/** Quiet for a while: notifications and sounds wait, counts go on. */
export function DoNotDisturb() {
  const { t, moment } = useTranslator();
  const until = useDisturbedUntil();
  const now = useNow(60_000);
  if (until !== null) {
    return (
      <div className={styles['quiet']}>
        <BellOff size={15} aria-hidden />
        <p className={styles['words']}>
          {until === 'turned-off' ? t('doNotDisturb.isOn') : t('doNotDisturb.until', { time: moment(until, now) })}
        </p>
        <Button size="small" onPress={() => setDoNotDisturb('off')}>
          {t('doNotDisturb.off')}
        </Button>
      </div>
    );
  }
  return (
    <div role="group" aria-label={t('doNotDisturb.title')} className={styles['disturb']}>
      {(['hour', 'tomorrow', 'on'] as const).map((choice) => (
        <Button key={choice} size="small" onPress={() => setDoNotDisturb(choice)}>
          {t(`doNotDisturb.${choice}`)}
        </Button>
      ))}
    </div>
  );
}
