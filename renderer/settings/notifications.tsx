import { useSettings, writeSettings } from '../state/settings.ts';
import { testDesktop, useSelfTest } from '../state/self-test.ts';
import { useTranslator } from '../state/translator.ts';
import { testResult } from '../status-menu/test-result.ts';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Group } from './group.tsx';
import { NotificationHistory } from './notification-history.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { ReachSettings } from './reach.tsx';
import { Sounds } from './sounds.tsx';
import styles from './notifications.module.css';

const inMinutes: Intl.NumberFormatOptions = { style: 'unit', unit: 'minute', unitDisplay: 'short' };

/** Has the operating system show one, and says in words what came of it (spec 8.3). */
function Trial() {
  const { t } = useTranslator();
  const trial = useSelfTest((state) => state.desktop);
  const result = trial?.kind === 'done' ? testResult(t, trial.result) : null;
  return (
    <div className={styles['trial']}>
      <p role="status" className={styles['result']} data-good={result?.isGood}>
        {result?.text ?? t('settings.trialHint')}
      </p>
      <Button size="small" onPress={() => void testDesktop()} isPending={trial?.kind === 'under-way'}>
        {t('method.test')}
      </Button>
    </div>
  );
}

function OnTheDesktop() {
  const { t } = useTranslator();
  const { notifications, privateNotifications, remindMinutes } = useSettings(({ settings }) => settings);
  return (
    <Group title={t('settings.desktop')} hint={t('settings.remindHint')}>
      <Switch
        hint={t('settings.notifyHint')}
        value={notifications}
        onChange={(chosen) => writeSettings({ notifications: chosen })}
      >
        {t('settings.notify')}
      </Switch>
      <Trial />
      <Switch
        hint={t('settings.privateHint')}
        value={privateNotifications}
        onChange={(chosen) => writeSettings({ privateNotifications: chosen })}
      >
        {t('settings.private')}
      </Switch>
      <NumberField
        label={t('settings.remind')}
        value={remindMinutes}
        onChange={(minutes) => writeSettings({ remindMinutes: minutes })}
        least={0}
        most={60}
        step={1}
        format={inMinutes}
      />
    </Group>
  );
}

/** Whether I count as away when nobody touches this computer (spec 8.6). */
function Away() {
  const { t } = useTranslator();
  const minutes = useSettings(({ settings }) => settings.awayMinutes);
  return (
    <Group title={t('settings.away')} hint={t('settings.awayHint')}>
      <NumberField
        label={t('settings.awayAfter')}
        value={minutes}
        onChange={(chosen) => writeSettings({ awayMinutes: chosen })}
        least={0}
        most={240}
        step={5}
        format={inMinutes}
      />
    </Group>
  );
}

/** What the operating system shows and plays while the console is not looked at. */
export function Notifications() {
  return (
    <>
      <OnTheDesktop />
      <Sounds />
      <ReachSettings />
      <QuietHours />
      <Away />
      <NotificationHistory />
    </>
  );
}
