import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Hint } from './hint.tsx';
import styles from './button.module.css';

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style'> & {
  children: ReactNode;
  /** `primary`: the one thing to do next; `danger`: takes something away; `quiet`: no outline until it is pointed at. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'small' | 'normal';
  icon?: ReactNode;
  /** Said beneath it when pointed at or focused: its shortcut, or why it is off. */
  hint?: ReactNode;
};

/** A button with words on it. */
export function Button({ children, look = 'plain', size = 'normal', icon, hint, ...rest }: ButtonProps) {
  return (
    <Hint text={hint}>
      <AriaButton {...rest} className={styles['button'] ?? ''} data-look={look} data-size={size}>
        {icon}
        <span>{children}</span>
      </AriaButton>
    </Hint>
  );
}

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> & {
  /** What it does, for those who can't see the icon; shown beneath it too. */
  label: string;
  children: ReactNode;
  hint?: ReactNode;
};

/** A button with a picture on it. */
export function IconButton({ label, children, hint, ...rest }: IconButtonProps) {
  return (
    <Hint text={hint ?? label}>
      <AriaButton {...rest} aria-label={label} className={styles['icon'] ?? ''}>
        {children}
      </AriaButton>
    </Hint>
  );
}
