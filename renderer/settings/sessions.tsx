import { useEffect } from 'react';
import { errorText } from '../../i18n/translate.ts';
import type { Session } from '../../protocol/technicians.ts';
import { useNow } from '../state/clock.ts';
import { useOnline } from '../state/connection.ts';
import { readSessions, revokeSession, useSessions } from '../state/sessions.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Group } from './group.tsx';
import styles from './sessions.module.css';

function SignedIn({ session }: { session: Session }) {
  const { t, moment, dateTime } = useTranslator();
  const now = useNow(60_000);
  const ending = useSessions((state) => state.ending);
  const { id, device, createdAt, lastSeenAt, current } = session;
  return (
    <li className={styles['session']}>
      <span className={styles['about']}>
        <bdi className={styles['device']}>{device}</bdi>
        <span className={styles['times']}>
          {t('settings.session.seen', { when: moment(lastSeenAt, now) })} ·{' '}
          {t('settings.session.since', { when: dateTime(createdAt) })}
        </span>
      </span>
      {current ? (
        <span className={styles['current']}>{t('settings.session.current')}</span>
      ) : (
        <Button
          size="small"
          aria-label={t('settings.session.revokeNamed', { device })}
          isPending={ending === id}
          onPress={() => void revokeSession(id)}
        >
          {t('settings.session.revoke')}
        </Button>
      )}
    </li>
  );
}

/** Where I am signed in; any but this one can be ended from here. */
export function Sessions() {
  const translator = useTranslator();
  const { t } = translator;
  const isOnline = useOnline();
  const { sessions, refusal } = useSessions();
  useEffect(() => {
    if (isOnline) void readSessions();
  }, [isOnline]);
  return (
    <Group title={t('settings.sessions')}>
      {isOnline && sessions !== null ? (
        <ul className={styles['sessions']}>
          {sessions.map((session) => (
            <SignedIn key={session.id} session={session} />
          ))}
        </ul>
      ) : null}
      {isOnline && sessions === null && refusal === null ? (
        <p className={styles['word']}>
          <Spinner />
          {t('settings.sessions.loading')}
        </p>
      ) : null}
      {isOnline ? null : <p className={styles['word']}>{t('settings.sessions.offline')}</p>}
      {isOnline && refusal !== null ? (
        <p className={styles['refusal']} role="alert">
          {errorText(translator, refusal.code, refusal.details)}
        </p>
      ) : null}
    </Group>
  );
}
