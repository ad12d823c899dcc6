import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './splitter.module.css';

export type SplitterProps = {
  label: string;
  /** Which way the parts lie: side by side or one above the other. */
  parts: 'columns' | 'rows';
  /** Share of the first part, of 0..1. */
  value: number;
  least: number;
  most: number;
  /** While it is moved. */
  onChange: (value: number) => void;
  /** When it was let go. */
  onDone: (value: number) => void;
};

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.02,
  ArrowUp: -0.02,
  ArrowRight: 0.02,
  ArrowDown: 0.02,
  Home: -1,
  End: 1,
};

/** The line between two parts of the window: drawn by the pointer, or by the arrow keys. */
export function Splitter({ label, parts, value, least, most, onChange, onDone }: SplitterProps) {
  const element = useRef<HTMLDivElement>(null);
  const clamp = (share: number): number => Math.min(most, Math.max(least, share));

  function shareAt(event: PointerEvent): number {
    const whole = element.current?.parentElement?.getBoundingClientRect();
    if (whole === undefined) return value;
    const share =
      parts === 'columns' ? (event.clientX - whole.left) / whole.width : (event.clientY - whole.top) / whole.height;
    return clamp(share);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = keySteps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onDone(clamp(value + step));
  }

  return (
    <div
      ref={element}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={parts === 'columns' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(value * 100)}
      aria-valuemin={Math.round(least * 100)}
      aria-valuemax={Math.round(most * 100)}
      className={styles['splitter']}
      data-parts={parts}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onChange(shareAt(event));
      }}
      onPointerUp={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onDone(shareAt(event));
      }}
    />
  );
}
