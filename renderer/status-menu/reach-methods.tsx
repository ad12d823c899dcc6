import { useContext, useEffect } from 'react';
import { OverlayTriggerStateContext } from 'react-aria-components';
import type { Reach } from '../../protocol/reach.ts';
import { useOnline } from '../state/connection.ts';
import { openSettings } from '../state/perform.ts';
import { readReach, setReach, testReach, useReach } from '../state/reach.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Method } from './method.tsx';
import { reachResult } from './test-result.ts';
import styles from './status-menu.module.css';

function ReachedBy({
  choice: { offered: _offered, ...choice },
  onSettings,
}: {
  choice: Reach['methods'][number];
  onSettings: () => void;
}) {
  const translator = useTranslator();
  const { t } = translator;
  const { method, address, afterMinutes, on } = choice;
  // What comes after the host is long, says little, and opens a door.
  const shown = method === 'webhook' ? (URL.parse(address)?.host ?? address) : address;
  const trial = useReach(({ trials }) => trials[method]);
  const change = (next: boolean): void => {
    // Without an address there is nothing to turn on: there it is entered.
    if (next && address === '') onSettings();
    else void setReach({ ...choice, on: next });
  };
  return (
    <Method
      name={t(`method.${method}`)}
      hint={address === '' ? t('reach.noAddress') : t('reach.where', { address: shown, minutes: afterMinutes })}
      isOn={on}
      onChange={change}
      testLabel={t('method.test')}
      onTest={address === '' ? null : () => void testReach(method)}
      isTesting={trial?.kind === 'under-way'}
      result={trial?.kind === 'done' ? reachResult(translator, trial.result) : null}
    />
  );
}

/** The ways in which the relay tells me when I am not here, those that it is set up for. */
export function ReachMethods() {
  const { t } = useTranslator();
  const isOnline = useOnline();
  const reach = useReach((state) => state.reach);
  const menu = useContext(OverlayTriggerStateContext);
  const toSettings = (): void => {
    menu?.close();
    openSettings('notifications');
  };
  useEffect(() => {
    if (isOnline) void readReach();
  }, [isOnline]);
  if (!isOnline) return <p className={styles['note']}>{t('reach.offline')}</p>;
  return (
    <>
      <ul className={styles['reached']}>
        {reach?.methods
          .filter(({ offered }) => offered)
          .map((choice) => (
            <ReachedBy key={choice.method} choice={choice} onSettings={toSettings} />
          ))}
      </ul>
      <Button size="small" look="quiet" onPress={toSettings}>
        {t('reach.change')}
      </Button>
    </>
  );
}
