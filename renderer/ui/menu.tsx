import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { IconButton } from './button.tsx';
import styles from './menu.module.css';

export type MenuChoice<T extends string> = {
  id: T;
  text: string;
  /** A second line: what it is, or why it is off. */
  more?: string | undefined;
  isDisabled?: boolean;
};

/** A button that opens a list of things to do. */
export function Menu<T extends string>({
  label,
  choices,
  onChoose,
  onOpen,
  isDisabled = false,
  icon = <ChevronDown size={14} aria-hidden />,
}: {
  label: string;
  choices: readonly MenuChoice<T>[];
  onChoose: (id: T) => void;
  onOpen?: () => void;
  isDisabled?: boolean;
  icon?: ReactNode;
}) {
  const off = choices.flatMap(({ id, isDisabled: isOff = false }) => (isOff ? [id] : []));
  return (
    <MenuTrigger onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <IconButton label={label} isDisabled={isDisabled}>
        {icon}
      </IconButton>
      <Popover className={styles['popover'] ?? ''} offset={4} placement="bottom end">
        <AriaMenu
          aria-label={label}
          items={choices}
          disabledKeys={off}
          onAction={(key) => onChoose(key as T)}
          className={styles['menu'] ?? ''}
        >
          {({ id, text, more }) => (
            <MenuItem id={id} textValue={text} className={styles['item'] ?? ''}>
              <span>{text}</span>
              {more === undefined ? null : <span className={styles['more']}>{more}</span>}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
