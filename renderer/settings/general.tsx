import { useSettings, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Select, Switch } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Fact, Group } from './group.tsx';
import { ScreenSharing } from './screen-sharing.tsx';
import { alarmRange, warnRange, withAlarm, withWarn } from './waiting-thresholds.ts';

const inMinutes: Intl.NumberFormatOptions = { style: 'unit', unit: 'minute', unitDisplay: 'short' };
const inPercent: Intl.NumberFormatOptions = { style: 'percent' };

function Appearance() {
  const { t } = useTranslator();
  const { language, theme, zoom } = useSettings(({ settings }) => settings);
  const system = useSettings(({ app }) => t(`settings.language.${app.systemLanguage}`));
  return (
    <Group title={t('settings.appearance')}>
      <Select
        label={t('settings.language')}
        options={[
          { id: 'system', text: t('settings.language.system', { name: system }) },
          { id: 'en', text: t('settings.language.en') },
          { id: 'it', text: t('settings.language.it') },
        ]}
        value={language}
        onChange={(chosen) => writeSettings({ language: chosen })}
      />
      <Fact name={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          options={(['system', 'light', 'dark'] as const).map((id) => ({ id, text: t(`settings.theme.${id}`) }))}
          value={theme}
          onChange={(chosen) => writeSettings({ theme: chosen })}
        />
      </Fact>
      <NumberField
        label={t('settings.zoom')}
        value={zoom}
        onChange={(chosen) => writeSettings({ zoom: chosen })}
        least={0.5}
        most={2}
        step={0.1}
        format={inPercent}
      />
    </Group>
  );
}

function Waiting() {
  const { t } = useTranslator();
  const settings = useSettings((state) => state.settings);
  return (
    <Group title={t('settings.waiting')} hint={t('settings.waitingHint')}>
      <NumberField
        label={t('settings.waitingWarn')}
        value={settings.waitingWarnMinutes}
        onChange={(minutes) => writeSettings(withWarn(minutes, settings))}
        {...warnRange}
        step={1}
        format={inMinutes}
      />
      <NumberField
        label={t('settings.waitingAlarm')}
        value={settings.waitingAlarmMinutes}
        onChange={(minutes) => writeSettings(withAlarm(minutes, settings))}
        {...alarmRange}
        step={1}
        format={inMinutes}
      />
    </Group>
  );
}

/** How the console looks and behaves on this computer. */
export function General() {
  const { t } = useTranslator();
  const { closeToTray, startAtSignIn, popOutOnTop } = useSettings(({ settings }) => settings);
  return (
    <>
      <Appearance />
      <Waiting />
      <ScreenSharing />
      <Group title={t('settings.window')}>
        <Switch
          hint={t('settings.closeToTrayHint')}
          value={closeToTray}
          onChange={(chosen) => writeSettings({ closeToTray: chosen })}
        >
          {t('settings.closeToTray')}
        </Switch>
        <Switch
          hint={t('settings.startAtSignInHint')}
          value={startAtSignIn}
          onChange={(chosen) => writeSettings({ startAtSignIn: chosen })}
        >
          {t('settings.startAtSignIn')}
        </Switch>
        <Switch value={popOutOnTop} onChange={(chosen) => writeSettings({ popOutOnTop: chosen })}>
          {t('settings.popOutOnTop')}
        </Switch>
      </Group>
    </>
  );
}
