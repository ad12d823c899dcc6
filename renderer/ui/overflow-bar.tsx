import { Ellipsis } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Menu, type MenuChoice } from './menu.tsx';
import styles from './overflow-bar.module.css';

export type BarItem<T extends string> = {
  /** The button; its press is its own affair. */
  button: ReactNode;
  /** The same as a choice in the menu. */
  choice: MenuChoice<T>;
};

const gapPx = 6;
const menuPx = 28;

/** How many of the widths, in pixels, fit into the room: all, or the first ones with a menu after them; at least one. */
export function fitting(widths: readonly number[], room: number): number {
  const ends = widths.map((_, at) => widths.slice(0, at + 1).reduce((sum, width) => sum + width + gapPx, -gapPx));
  if ((ends.at(-1) ?? 0) <= room) return widths.length;
  return Math.max(1, ends.filter((end) => end + gapPx + menuPx <= room).length);
}

/** A row of buttons, the most important first; those that find no room stand in a menu at its end. */
export function OverflowBar<T extends string>({
  label,
  moreLabel,
  items,
  onChoose,
}: {
  label: string;
  moreLabel: string;
  items: readonly BarItem<T>[];
  /** Somebody chose from the menu. */
  onChoose: (id: T) => void;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(items.length);
  // What is hidden keeps its width, so that one look tells.
  useLayoutEffect(() => {
    const row = bar.current;
    if (row === null) return undefined;
    const measure = (): void => {
      const buttons = [...row.querySelectorAll<HTMLElement>(':scope > [data-item]')];
      const widths = buttons.map((button) => button.getBoundingClientRect().width);
      setShown(fitting(widths, row.getBoundingClientRect().width));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(row);
    return () => observer.disconnect();
  }, [items]);
  return (
    <div className={styles['bar']} role="toolbar" aria-label={label} ref={bar}>
      {items.map(({ button, choice }, at) => (
        <span key={choice.id} data-item className={styles['item']} data-hidden={at >= shown || undefined}>
          {button}
        </span>
      ))}
      {shown >= items.length ? null : (
        <Menu
          label={moreLabel}
          icon={<Ellipsis size={16} aria-hidden />}
          choices={items.slice(shown).map(({ choice }) => choice)}
          onChoose={onChoose}
        />
      )}
    </div>
  );
}
