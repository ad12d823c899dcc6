import { BellOff } from 'lucide-react';
import { bridge } from '../bridge.ts';
import { useNow } from '../state/clock.ts';
import { useSetting } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import styles from './status-menu.module.css';

/** Until when nothing disturbs, if it is so now. */
export function useDisturbedUntil(): number | 'turned-off' | null {
  const until = useSetting('doNotDisturbUntil');
  const now = useNow();
  return until === 'turned-off' || (until !== null && until > now) ? until : null;
}

/** Quiet for a while: notifications and sounds wait, counts go on. */
export function DoNotDisturb() {
  const { t, moment } = useTranslator();
  const until = useDisturbedUntil();
  const choose = (choice: 'hour' | 'tomorrow' | 'on' | 'off') => (): void =>
    void bridge.call('doNotDisturb.set', { choice });
  if (until !== null) {
    return (
      <div className={styles['quiet']}>
        <BellOff size={15} aria-hidden />
        <p className={styles['words']}>
          {until === 'turned-off'
            ? t('doNotDisturb.isOn')
            : t('doNotDisturb.until', { time: moment(until, Date.now()) })}
        </p>
        <Button size="small" onPress={choose('off')}>
          {t('doNotDisturb.off')}
        </Button>
      </div>
    );
  }
  return (
    <div role="group" aria-label={t('doNotDisturb.title')} className={styles['disturb']}>
      {(['hour', 'tomorrow', 'on'] as const).map((choice) => (
        <Button key={choice} size="small" onPress={choose(choice)}>
          {t(`doNotDisturb.${choice}`)}
        </Button>
      ))}
    </div>
  );
}
