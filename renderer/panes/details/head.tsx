import { Info, PictureInPicture2, Wifi, WifiOff } from 'lucide-react';
import type { RequestDetails } from '../../../preload/details-contract.ts';
import { useColleaguesAt, usePresence } from '../../state/presence.ts';
import { perform } from '../../state/perform.ts';
import { actionOf, standingOf, useSituation } from '../../state/possible.ts';
import { useSetting, writeSettings } from '../../state/settings.ts';
import { useTranslator } from '../../state/translator.ts';
import { IconButton } from '../../ui/button.tsx';
import { StatusMark } from '../status-mark.tsx';
import { WaitingTime } from '../waiting-time.tsx';
import styles from './head.module.css';

/** Whether the customer has the page open right now. */
function CustomerHere({ id }: { id: RequestDetails['row']['id'] }) {
  const { t } = useTranslator();
  const presence = usePresence(id);
  if (presence === null) return null;
  const isHere = presence.customer.connected;
  const Picture = isHere ? Wifi : WifiOff;
  const text = t(isHere ? 'details.customerHere' : 'details.customerGone');
  return (
    <span className={styles['here']} data-here={isHere || undefined} title={text}>
      <Picture size={13} role="img" aria-label={text} />
    </span>
  );
}

function Colleagues({ id }: { id: RequestDetails['row']['id'] }) {
  const { t } = useTranslator();
  const colleagues = useColleaguesAt(id);
  if (colleagues.length === 0) return null;
  const types = colleagues.some(({ typing }) => typing);
  return <span className={styles['colleagues']}>{t(types ? 'list.colleagueTypes' : 'list.colleagueLooks')}</span>;
}

const popOut = actionOf('chat.popOut');

/** Which request this is, whose, and how it stands. */
export function Head({ details }: { details: RequestDetails }) {
  const { t } = useTranslator();
  const facts = useSetting('facts');
  const situation = useSituation();
  const { row } = details;
  return (
    <header className={styles['head']}>
      <div className={styles['words']}>
        <h2 className={styles['subject']} title={row.subject}>
          <bdi>{row.subject}</bdi>
        </h2>
        <p className={styles['line']}>
          <span className={styles['id']}>#{row.id}</span>
          <bdi className={styles['who']}>{row.customerName}</bdi>
          <CustomerHere id={row.id} />
          <StatusMark status={row.status} />
          {row.waitingSince === null ? null : <WaitingTime since={row.waitingSince} />}
          <Colleagues id={row.id} />
        </p>
      </div>
      {standingOf(popOut, situation) === 'on' ? (
        <IconButton label={t('action.chat.popOut')} onPress={() => perform('chat.popOut')}>
          <PictureInPicture2 size={16} aria-hidden />
        </IconButton>
      ) : null}
      <IconButton
        aria-pressed={facts}
        label={t(facts ? 'details.hideFacts' : 'details.showFacts')}
        onPress={() => writeSettings({ facts: !facts })}
      >
        <Info size={16} aria-hidden />
      </IconButton>
    </header>
  );
}
