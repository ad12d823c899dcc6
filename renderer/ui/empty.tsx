import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** What a pane says when it has nothing to show: why, and what to do next. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles['empty']}>
      <span className={styles['icon']} aria-hidden>
        {icon}
      </span>
      <p className={styles['title']}>{title}</p>
      {children === undefined ? null : <p className={styles['text']}>{children}</p>}
      {action}
    </div>
  );
}
