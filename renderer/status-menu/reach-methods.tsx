import { useEffect } from 'react';
import type { Reach } from '../../protocol/reach.ts';
import { useOnline } from '../state/connection.ts';
import { openSettings } from '../state/perform.ts';
import { readReach, setReach, testReach, useReach } from '../state/reach.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Method } from './method.tsx';
import { reachResult } from './test-result.ts';
import styles from './status-menu.module.css';

function ReachedBy({ choice: { offered: _offered, ...choice } }: { choice: Reach['methods'][number] }) {
  const translator = useTranslator();
  const { t } = translator;
  const { method, address, afterMinutes, on } = choice;
  const trial = useReach(({ trials }) => trials[method]);
  const change = (next: boolean): void => {
    // Without an address there is nothing to turn on: there it is entered.
    if (next && address === '') openSettings('notifications');
    else void setReach({ ...choice, on: next });
  };
  return (
    <Method
      name={t(`method.${method}`)}
      hint={address === '' ? t('reach.noAddress') : t('reach.where', { address, minutes: afterMinutes })}
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
  useEffect(() => {
    if (isOnline) void readReach();
  }, [isOnline]);
  if (!isOnline) return <p className={styles['note']}>{t('reach.offline')}</p>;
  return (
    <>
      <ul>
        {reach?.methods
          .filter(({ offered }) => offered)
          .map((choice) => (
            <ReachedBy key={choice.method} choice={choice} />
          ))}
      </ul>
      <Button size="small" look="quiet" onPress={() => openSettings('notifications')}>
        {t('reach.change')}
      </Button>
    </>
  );
}
