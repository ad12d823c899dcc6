import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, type ListBoxProps } from 'react-aria-components';
import styles from './choice-list.module.css';

type Named = Pick<ListBoxProps<object>, 'id' | 'aria-label' | 'aria-labelledby' | 'aria-describedby'>;

export type ChoiceListProps<Id extends string> = Named & {
  chosen: Id | null;
  onChoose: (id: Id) => void;
  autoFocus: boolean;
  /** What stands there when there is nothing to choose. */
  nothing?: ReactNode;
  /** `Choice`s. */
  children: ReactNode;
};

/** A list in a window, to choose one thing of. */
export function ChoiceList<Id extends string>({
  chosen,
  onChoose,
  autoFocus,
  nothing,
  children,
  ...named
}: ChoiceListProps<Id>) {
  return (
    <ListBox
      {...named}
      selectionMode="single"
      // Otherwise Escape would take the choice back instead of closing the window.
      disallowEmptySelection
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelectionChange={(keys) => {
        if (keys !== 'all') for (const key of keys) onChoose(key as Id);
      }}
      renderEmptyState={() => nothing}
      autoFocus={autoFocus}
      className={styles['list'] ?? ''}
    >
      {children}
    </ListBox>
  );
}

/** One of them, with a line about it. */
export function Choice({
  id,
  name,
  about,
  icon,
  isDisabled = false,
}: {
  id: string;
  name: string;
  about: ReactNode;
  icon: ReactNode;
  isDisabled?: boolean;
}) {
  return (
    <ListBoxItem id={id} textValue={name} isDisabled={isDisabled} className={styles['row'] ?? ''}>
      <span className={styles['icon']}>{icon}</span>
      <span className={styles['text']}>
        <bdi>{name}</bdi> <span className={styles['about']}>{about}</span>
      </span>
      <Check size={15} aria-hidden className={styles['check']} />
    </ListBoxItem>
  );
}
