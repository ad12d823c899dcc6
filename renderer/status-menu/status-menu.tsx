import { BellOff, ChevronDown } from 'lucide-react';
import { Button as AriaButton, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { useAvailable } from '../state/account.ts';
import { useDisturbedUntil } from '../state/do-not-disturb.ts';
import { useTranslator } from '../state/translator.ts';
import { Availability } from './availability.tsx';
import { DoNotDisturb } from './do-not-disturb.tsx';
import { Methods } from './methods.tsx';
import { ReachMethods } from './reach-methods.tsx';
import { StatusSign } from './status-sign.tsx';
import styles from './status-menu.module.css';

/** My status, and how I am notified (spec 7): in sight as one word, with all that belongs to it beneath. */
export function StatusMenu() {
  const { t } = useTranslator();
  const state = useAvailable() ? 'available' : 'unavailable';
  const isQuiet = useDisturbedUntil() !== null;
  return (
    <DialogTrigger>
      <AriaButton
        className={styles['button'] ?? ''}
        aria-label={t('top.availability', { state: t(`availability.${state}`) })}
      >
        <StatusSign state={state} />
        {t(`availability.${state}`)}
        {isQuiet ? <BellOff size={13} role="img" aria-label={t('doNotDisturb.isOn')} /> : null}
        <ChevronDown size={13} aria-hidden />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} placement="bottom start" offset={4}>
        <Dialog className={styles['dialog'] ?? ''} aria-label={t('top.status')}>
          <Availability />
          <section className={styles['part']}>
            <Heading level={3} className={styles['title'] ?? ''}>
              {t('doNotDisturb.title')}
            </Heading>
            <DoNotDisturb />
          </section>
          <section className={styles['part']}>
            <Heading level={3} className={styles['title'] ?? ''}>
              {t('status.methods')}
            </Heading>
            <Methods />
            <ReachMethods />
          </section>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
