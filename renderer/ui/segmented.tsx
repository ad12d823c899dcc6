import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Option } from './field.tsx';
import styles from './segmented.module.css';

/** One of very few, all of them in sight. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => keys.forEach((key) => onChange(key as T))}
      className={styles['group'] ?? ''}
    >
      {options.map(({ id, text }) => (
        <ToggleButton key={id} id={id} className={styles['segment'] ?? ''}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
