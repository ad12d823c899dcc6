import { useSelection } from '../state/selection.ts';
import { usePresence } from '../state/presence.ts';
import { useTranslator } from '../state/translator.ts';
import { Composer } from './composer.tsx';
import { LineList } from './line-list.tsx';
import styles from './chat.module.css';

/** What the customer does right now: types, or has the page closed. */
function CustomerNow() {
  const { t } = useTranslator();
  const details = useSelection((selection) => selection.details);
  const presence = usePresence(details?.row.id ?? null);
  const name = details?.row.customerName ?? '';
  const types = presence?.customer.typing === true;
  return (
    <p className={styles['now']} aria-live="polite">
      {types ? (
        <>
          <span className={styles['dots']} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          <span className={styles['who']}>{t('chat.customerTypes', { name })}</span>
        </>
      ) : null}
    </p>
  );
}

/** The conversation with the customer and where one writes into it. */
export function Chat() {
  return (
    <div className={styles['chat']}>
      <LineList />
      <CustomerNow />
      <Composer />
    </div>
  );
}
