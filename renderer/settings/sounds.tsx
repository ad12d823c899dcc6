import { Volume2 } from 'lucide-react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { NotificationKind } from '../../preload/desktop-contract.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { testSound, useSelfTest } from '../state/self-test.ts';
import { useTranslator } from '../state/translator.ts';
import { IconButton } from '../ui/button.tsx';
import { Switch } from '../ui/field.tsx';
import { Group } from './group.tsx';
import styles from './sounds.module.css';

const kinds: readonly NotificationKind[] = ['request', 'offered', 'message'];

function Volume({ value }: { value: number }) {
  const { t } = useTranslator();
  return (
    <Slider
      value={value}
      minValue={0}
      maxValue={1}
      step={0.05}
      formatOptions={{ style: 'percent' }}
      onChange={(chosen) => writeSettings({ volume: chosen as number })}
      className={styles['volume'] ?? ''}
    >
      <Label>{t('settings.volume')}</Label>
      <SliderTrack className={styles['track'] ?? ''}>
        {({ state }) => (
          <>
            <span className={styles['filled']} style={{ inlineSize: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className={styles['thumb'] ?? ''} />
          </>
        )}
      </SliderTrack>
      <SliderOutput className={styles['share'] ?? ''} />
    </Slider>
  );
}

/** What is heard: whether at all, how loud, and of which events, each with a sound of its own. */
export function Sounds() {
  const { t } = useTranslator();
  const { sound, sounds, volume } = useSettings(({ settings }) => settings);
  const isSilent = useSelfTest((state) => state.sound?.kind === 'done' && state.sound.result === 'silent');
  return (
    <Group title={t('settings.sounds')} {...(isSilent ? { hint: t('soundTest.silent') } : {})}>
      <Switch value={sound} onChange={(chosen) => writeSettings({ sound: chosen })}>
        {t('settings.sound')}
      </Switch>
      {sound ? <Volume value={volume} /> : null}
      {sound
        ? kinds.map((kind) => (
            <div key={kind} className={styles['event']}>
              <Switch value={sounds[kind]} onChange={(on) => writeSettings({ sounds: { ...sounds, [kind]: on } })}>
                {t(`settings.sound.${kind}`)}
              </Switch>
              <IconButton
                label={t('settings.playSound', { event: t(`settings.sound.${kind}`) })}
                onPress={() => void testSound(kind)}
              >
                <Volume2 size={15} aria-hidden />
              </IconButton>
            </div>
          ))
        : null}
    </Group>
  );
}
