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
  /** What is wrong with what stands in it, in words; in place of the hint. */
  error?: string | undefined;
  placeholder?: string;
  /** Lines to show; absent: one line. */
  lines?: number;
  /** At the end of the line, such as a button that shows a password. */
  end?: ReactNode;
};

/** A field to type into, with its label above. */
export function TextField({ label, hint, error, placeholder = '', lines, end, ...rest }: TextFieldProps) {
  const isInvalid = error !== undefined;
  return (
    <AriaTextField {...rest} isInvalid={isInvalid} validationBehavior="aria" className={styles['field'] ?? ''}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      {lines === undefined ? (
        <span className={styles['line']}>
          <Input
            className={styles['input'] ?? ''}
            placeholder={placeholder}
            data-ended={end !== undefined || undefined}
          />
          {end}
        </span>
      ) : (
        <TextArea className={styles['input'] ?? ''} placeholder={placeholder} rows={lines} />
      )}
      {hint === undefined || isInvalid ? null : (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
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
  look = 'row',
}: {
  label: string;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  /** `row`: beside its label; `field`: beneath it, as wide as the fields around. */
  look?: 'row' | 'field';
}) {
  const className = styles[look === 'row' ? 'choice' : 'field'] ?? '';
  return (
    <AriaSelect value={value} onChange={(key) => onChange(key as T)} className={className}>
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
