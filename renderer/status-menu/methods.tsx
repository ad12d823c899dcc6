import type { SelfTest } from '../../preload/desktop-contract.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { testDesktop, testSound, useSelfTest } from '../state/self-test.ts';
import { useTranslator } from '../state/translator.ts';
import { Method } from './method.tsx';
import { testResult } from './test-result.ts';

function Desktop() {
  const { t } = useTranslator();
  const isOn = useSettings(({ settings }) => settings.notifications);
  const trial = useSelfTest((state) => state.desktop);
  const said = (test: SelfTest) => testResult(t, test);
  return (
    <Method
      name={t('method.desktop')}
      hint={t('method.desktopHint')}
      isOn={isOn}
      onChange={(on) => writeSettings({ notifications: on })}
      testLabel={t('method.test')}
      onTest={() => void testDesktop()}
      isTesting={trial?.kind === 'under-way'}
      result={trial?.kind === 'done' ? said(trial.result) : null}
    />
  );
}

function Sound() {
  const { t } = useTranslator();
  const isOn = useSettings(({ settings }) => settings.sound);
  const trial = useSelfTest((state) => state.sound);
  const result =
    trial?.kind === 'done' ? { text: t(`soundTest.${trial.result}`), isGood: trial.result === 'played' } : null;
  return (
    <Method
      name={t('method.sound')}
      hint={t('method.soundHint')}
      isOn={isOn}
      onChange={(on) => writeSettings({ sound: on })}
      testLabel={t('method.play')}
      onTest={() => void testSound('request')}
      isTesting={trial?.kind === 'under-way'}
      result={result}
    />
  );
}

/** The ways in which I am notified at this computer. */
export function Methods() {
  return (
    <ul>
      <Desktop />
      <Sound />
    </ul>
  );
}
