import { useSettings, writeSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { Select, Switch } from '../ui/field.tsx';
import { Group } from './group.tsx';

const halfHours = Array.from({ length: 48 }, (_, at) => at * 30);

/** The hours of each day in which nothing disturbs. */
export function QuietHours() {
  const { t, time } = useTranslator();
  const quietHours = useSettings(({ settings }) => settings.quietHours);
  const { on, from, to } = quietHours;
  const write = (patch: Partial<typeof quietHours>): void => writeSettings({ quietHours: { ...quietHours, ...patch } });
  const textOf = (minutes: number): string => time(new Date(2_000, 0, 1, 0, minutes).getTime());
  // What was set otherwise than here keeps its place in the list.
  const options = [...new Set([...halfHours, from, to])]
    .toSorted((one, other) => one - other)
    .map((minutes) => ({ id: String(minutes), text: textOf(minutes) }));
  return (
    <Group title={t('settings.quiet')} hint={t('settings.quietHint')}>
      <Switch value={on} onChange={(chosen) => write({ on: chosen })}>
        {t('settings.quietOn')}
      </Switch>
      {on ? (
        <Select
          label={t('settings.quietFrom')}
          options={options}
          value={String(from)}
          onChange={(chosen) => write({ from: Number(chosen) })}
        />
      ) : null}
      {on ? (
        <Select
          label={t('settings.quietTo')}
          options={options}
          value={String(to)}
          onChange={(chosen) => write({ to: Number(chosen) })}
        />
      ) : null}
    </Group>
  );
}
