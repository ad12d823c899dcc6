import { Command, Settings as Gear } from 'lucide-react';
import { keysOf, type ActionId } from '../preload/actions.ts';
import { useMe } from './state/account.ts';
import { useConnection } from './state/connection.ts';
import { perform } from './state/perform.ts';
import { actionOf } from './state/possible.ts';
import { useSettings } from './state/settings.ts';
import { useTranslator } from './state/translator.ts';
import { StatusMenu } from './status-menu/status-menu.tsx';
import { IconButton } from './ui/button.tsx';
import { Shortcut, shortcutText } from './ui/shortcut.tsx';
import styles from './top-bar.module.css';

/** Whether what is on screen is how things are: never more than is known (spec 2 Local cache). */
function ConnectionStrip() {
  const { t, moment, number } = useTranslator();
  const { kind, since, unsent, progress } = useConnection();
  const text =
    kind === 'offline' && since !== null
      ? t('connection.offlineSince', { time: moment(since, Date.now()) })
      : kind === 'catching-up' && progress !== null
        ? t('connection.catchingUpBy', { percent: number(Math.round(progress * 100)) })
        : t(`connection.${kind}`);
  return (
    <p className={styles['connection']} data-kind={kind} role="status">
      <span className={styles['sign']} aria-hidden />
      <span>{text}</span>
      {kind === 'live' && progress !== null ? (
        <span className={styles['extra']}>
          {t('connection.history', { percent: number(Math.round(progress * 100)) })}
        </span>
      ) : null}
      {unsent > 0 ? <span className={styles['extra']}>{t('connection.unsent', { count: unsent })}</span> : null}
    </p>
  );
}

function Tool({ action, children }: { action: ActionId; children: React.ReactNode }) {
  const { t } = useTranslator();
  const platform = useSettings(({ app }) => app.platform);
  const label = t(`action.${action}`).replace(/…$/, '');
  return (
    <IconButton
      label={label}
      onPress={() => perform(action)}
      hint={
        <>
          {label}
          <Shortcut>{shortcutText(keysOf(actionOf(action), platform), platform)}</Shortcut>
        </>
      }
    >
      {children}
    </IconButton>
  );
}

/** Above the panes: my status, how the console stands to the relay, and the ways to everything else. */
export function TopBar() {
  const me = useMe();
  return (
    <header className={styles['bar']}>
      <h1 className={styles['name']}>Sportello</h1>
      <StatusMenu />
      <ConnectionStrip />
      <span className={styles['gap']} />
      <span className={styles['me']}>{me?.name}</span>
      <Tool action="palette.open">
        <Command size={16} aria-hidden />
      </Tool>
      <Tool action="settings.open">
        <Gear size={16} aria-hidden />
      </Tool>
    </header>
  );
}
