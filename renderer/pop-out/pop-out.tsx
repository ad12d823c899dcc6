import { useEffect } from 'react';
import { Pin, PinOff } from 'lucide-react';
import { Chat } from '../chat/chat.tsx';
import { StatusMark } from '../panes/status-mark.tsx';
import { WaitingTime } from '../panes/waiting-time.tsx';
import { useConnection } from '../state/connection.ts';
import { useSelection } from '../state/selection.ts';
import { useSetting, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Banner } from '../ui/banner.tsx';
import { IconButton } from '../ui/button.tsx';
import styles from './pop-out.module.css';

/** Offline texts wait as they do in the main window; here there is no strip that says so. */
function Offline() {
  const { t } = useTranslator();
  const isOffline = useConnection(({ kind }) => kind === 'offline');
  return isOffline ? <Banner tone="bad">{t('connection.offline')}</Banner> : null;
}

/** The chat of one request in a window of its own (spec 8.13). It closes with the request: main sees to that. */
export function PopOut() {
  const { t } = useTranslator();
  const details = useSelection((selection) => selection.details);
  const isOnTop = useSetting('popOutOnTop');
  const title = details === null ? '' : `${details.row.customerName} · #${details.row.id}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (details === null) return null;
  const { row } = details;
  return (
    <main className={styles['window']}>
      <header className={styles['head']}>
        <div className={styles['words']}>
          <h1 className={styles['name']}>
            <bdi>{row.customerName}</bdi>
            <span className={styles['id']}>#{row.id}</span>
          </h1>
          <p className={styles['line']}>
            <bdi className={styles['subject']}>{row.subject}</bdi>
            <StatusMark status={row.status} />
            {row.waitingSince === null ? null : <WaitingTime since={row.waitingSince} />}
          </p>
        </div>
        <IconButton
          aria-pressed={isOnTop}
          label={t('settings.popOutOnTop')}
          onPress={() => writeSettings({ popOutOnTop: !isOnTop })}
        >
          {isOnTop ? <Pin size={16} aria-hidden /> : <PinOff size={16} aria-hidden />}
        </IconButton>
      </header>
      <Offline />
      <Chat />
    </main>
  );
}
