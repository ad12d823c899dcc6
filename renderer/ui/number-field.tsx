import { Button, Group, Input, Label, NumberField as AriaNumberField } from 'react-aria-components';
import { Minus, Plus } from 'lucide-react';
import field from './field.module.css';
import styles from './number-field.module.css';

export type NumberFieldProps = {
  label: string;
  value: number;
  /** Called with a number from `least` to `most`, once it is entered. */
  onChange: (value: number) => void;
  least: number;
  most: number;
  step: number;
  format: Intl.NumberFormatOptions;
};

/** A number with its unit: typed, or stepped by the buttons and the arrow keys. */
export function NumberField({ label, value, onChange, least, most, step, format }: NumberFieldProps) {
  return (
    <AriaNumberField
      value={value}
      onChange={(entered) => onChange(Number.isNaN(entered) ? value : entered)}
      minValue={least}
      maxValue={most}
      step={step}
      formatOptions={format}
      isWheelDisabled
      className={field['choice'] ?? ''}
    >
      <Label className={field['label'] ?? ''}>{label}</Label>
      <Group className={styles['group'] ?? ''}>
        <Button slot="decrement" className={styles['step'] ?? ''}>
          <Minus size={13} aria-hidden />
        </Button>
        <Input className={styles['input'] ?? ''} />
        <Button slot="increment" className={styles['step'] ?? ''}>
          <Plus size={13} aria-hidden />
        </Button>
      </Group>
    </AriaNumberField>
  );
}
