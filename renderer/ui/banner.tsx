import type { ReactNode } from 'react';
import styles from './banner.module.css';

/** A sentence across a pane that says how things stand, and what can be done about it. */
export function Banner({
  tone,
  icon,
  children,
  actions,
  role = 'status',
}: {
  tone: 'warn' | 'bad' | 'info';
  icon?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  role?: 'status' | 'alert';
}) {
  return (
    <div className={styles['banner']} data-tone={tone} role={role}>
      {icon}
      <span className={styles['text']}>{children}</span>
      {actions}
    </div>
  );
}
