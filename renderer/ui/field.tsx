import type { ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Button as AriaButton,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import styles from './field.module.css';

export type TextFieldProps = Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> & {
  label: string;
  hint?: ReactNode;
  placeholder?: string;
  /** Lines to show; absent: one line. */
  lines?: number;
};

/** A field to type into, with its label above. */
export function TextField({ label, hint, placeholder = '', lines, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} className={styles['field'] ?? ''}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      {lines === undefined ? (
        <Input className={styles['input'] ?? ''} placeholder={placeholder} />
      ) : (
        <TextArea className={styles['input'] ?? ''} placeholder={placeholder} rows={lines} />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''} />
    </AriaTextField>
  );
}

export type Option<T extends string> = { id: T; text: string };

/** One of a few, in a list that opens. */
export function Select<T extends string>({
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
    <AriaSelect value={value} onChange={(key) => onChange(key as T)} className={styles['choice'] ?? ''}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <AriaButton className={styles['select'] ?? ''}>
        <SelectValue />
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <ListBox items={options} className={styles['options'] ?? ''}>
          {(option) => (
            <ListBoxItem id={option.id} className={styles['option'] ?? ''}>
              {option.text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** On or off, with words beside it. */
export function Switch({
  children,
  hint,
  value,
  onChange,
}: {
  children: string;
  hint?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <AriaSwitch isSelected={value} onChange={onChange} className={styles['switch'] ?? ''}>
      <span className={styles['switchText']}>
        <span>{children}</span>
        {hint === undefined ? null : <span className={styles['hint']}>{hint}</span>}
      </span>
      <span className={styles['track']} aria-hidden>
        <span className={styles['thumb']} />
      </span>
    </AriaSwitch>
  );
}
