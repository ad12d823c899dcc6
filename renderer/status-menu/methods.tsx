import type { ReactNode } from 'react';
import type { SelfTest } from '../../preload/desktop-contract.ts';
import { useSettings, writeSettings } from '../state/settings.ts';
import { testDesktop, testSound, useSelfTest } from '../state/self-test.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/field.tsx';
import { testResult } from './test-result.ts';
import styles from './status-menu.module.css';

type MethodProps = {
  name: string;
  /** Where it reaches me, such as an address. */
  hint: string;
  isOn: boolean;
  onChange: (on: boolean) => void;
  testLabel: string;
  onTest: () => void;
  isTesting: boolean;
  /** What came of the last test, in words. */
  result: { text: string; isGood: boolean } | null;
};

/** One way to be notified: on or off, and a test whose result is said in words. */
function Method({ name, hint, isOn, onChange, testLabel, onTest, isTesting, result }: MethodProps): ReactNode {
  return (
    <li className={styles['method']}>
      <div className={styles['line']}>
        <Switch value={isOn} onChange={onChange} hint={hint}>
          {name}
        </Switch>
        <Button size="small" look="quiet" onPress={onTest} isPending={isTesting}>
          {testLabel}
        </Button>
      </div>
      <p role="status" className={styles['result']} data-good={result?.isGood}>
        {result?.text}
      </p>
    </li>
  );
}

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

/** The ways in which I am notified. */
export function Methods() {
  return (
    <ul>
      <Desktop />
      <Sound />
    </ul>
  );
}
