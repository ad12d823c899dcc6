import { Check, ChevronDown, Command, Settings as Gear } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { keysOf, type ActionId } from '../preload/actions.ts';
import { useAvailable, useMe } from './state/account.ts';
import { useConnection, useOnline } from './state/connection.ts';
import { perform, setAvailable } from './state/perform.ts';
import { actionOf } from './state/possible.ts';
import { useSettings } from './state/settings.ts';
import { useTranslator } from './state/translator.ts';
import { IconButton } from './ui/button.tsx';
import { Shortcut, shortcutText } from './ui/shortcut.tsx';
import styles from './top-bar.module.css';

/** The technician's chat status, and the way to change it. */
function Availability() {
  const { t } = useTranslator();
  const isAvailable = useAvailable();
  const isOnline = useOnline();
  const state = isAvailable ? 'available' : 'unavailable';
  return (
    <MenuTrigger>
      <AriaButton
        className={styles['availability'] ?? ''}
        data-state={state}
        isDisabled={!isOnline}
        aria-label={t('top.availability', { state: t(`availability.${state}`) })}
      >
        <span className={styles['sign']} aria-hidden />
        {t(`availability.${state}`)}
        <ChevronDown size={13} aria-hidden />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} placement="bottom start" offset={4}>
        <Menu
          className={styles['menu'] ?? ''}
          onAction={(key) => void setAvailable(key === 'available')}
          aria-label={t('top.status')}
        >
          {(['available', 'unavailable'] as const).map((id) => (
            <MenuItem key={id} id={id} className={styles['item'] ?? ''} textValue={t(`availability.${id}`)}>
              <span className={styles['sign']} data-state={id} aria-hidden />
              <span className={styles['itemText']}>
                <span>{t(`availability.${id}`)}</span>
                <span className={styles['itemHint']}>{t(`availabilityHint.${id}`)}</span>
              </span>
              {id === state ? <Check size={14} aria-hidden /> : null}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

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
      <Availability />
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
