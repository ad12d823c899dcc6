import type { ReactElement, ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './hint.module.css';

/** Words beneath a control when it is pointed at or has the focus. Without words just the control. */
export function Hint({ text, children }: { text: ReactNode; children: ReactElement }) {
  if (text === undefined || text === null || text === '') return children;
  return (
    <TooltipTrigger delay={500} closeDelay={60}>
      {children}
      <Tooltip className={styles['hint'] ?? ''} offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
