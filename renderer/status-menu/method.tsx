import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/field.tsx';
import styles from './status-menu.module.css';

export type MethodProps = {
  name: string;
  /** Where it reaches me, such as an address. */
  hint: string;
  isOn: boolean;
  onChange: (on: boolean) => void;
  testLabel: string;
  /** Without one there is nothing to test yet. */
  onTest: (() => void) | null;
  isTesting: boolean;
  /** What came of the last test, in words. */
  result: { text: string; isGood: boolean } | null;
};

/** One way to be notified: on or off, and a test whose result is said in words. */
export function Method({ name, hint, isOn, onChange, testLabel, onTest, isTesting, result }: MethodProps): ReactNode {
  return (
    <li className={styles['method']}>
      <div className={styles['line']}>
        <Switch value={isOn} onChange={onChange} hint={hint}>
          {name}
        </Switch>
        {onTest === null ? null : (
          <Button size="small" look="quiet" onPress={onTest} isPending={isTesting} aria-label={`${testLabel}: ${name}`}>
            {testLabel}
          </Button>
        )}
      </div>
      <p role="status" className={styles['result']} data-good={result?.isGood}>
        {result?.text}
      </p>
    </li>
  );
}
