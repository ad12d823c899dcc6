import { useSettings, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Switch } from '../ui/field.tsx';
import { Group } from './group.tsx';

/** What the operating system shows while the console is not looked at. */
export function Notifications() {
  const { t } = useTranslator();
  const { notifications, privateNotifications } = useSettings(({ settings }) => settings);
  return (
    <Group title={t('settings.desktop')}>
      <Switch
        hint={t('settings.notifyHint')}
        value={notifications}
        onChange={(chosen) => writeSettings({ notifications: chosen })}
      >
        {t('settings.notify')}
      </Switch>
      <Switch
        hint={t('settings.privateHint')}
        value={privateNotifications}
        onChange={(chosen) => writeSettings({ privateNotifications: chosen })}
      >
        {t('settings.private')}
      </Switch>
    </Group>
  );
}
