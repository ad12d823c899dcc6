import { Check } from 'lucide-react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useAvailable } from '../state/account.ts';
import { useOnline } from '../state/connection.ts';
import { setAvailable } from '../state/perform.ts';
import { useTranslator } from '../state/translator.ts';
import { StatusSign } from './status-sign.tsx';
import styles from './status-menu.module.css';

/** Whether new requests are sent to me. */
export function Availability() {
  const { t } = useTranslator();
  const isAvailable = useAvailable();
  const isOnline = useOnline();
  return (
    <RadioGroup
      aria-label={t('top.status')}
      value={isAvailable ? 'available' : 'unavailable'}
      onChange={(value) => void setAvailable(value === 'available')}
      isDisabled={!isOnline}
      className={styles['availability'] ?? ''}
    >
      {(['available', 'unavailable'] as const).map((id) => (
        <Radio key={id} value={id} className={styles['choice'] ?? ''}>
          <StatusSign state={id} />
          <span className={styles['words']}>
            <span>{t(`availability.${id}`)}</span>
            <span className={styles['hint']}>{t(`availabilityHint.${id}`)}</span>
          </span>
          <Check size={14} aria-hidden className={styles['check']} />
        </Radio>
      ))}
      {isOnline ? null : <p className={styles['note']}>{t('status.offline')}</p>}
    </RadioGroup>
  );
}
