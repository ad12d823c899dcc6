import { Laptop, Smartphone, Tablet, CircleQuestionMark } from 'lucide-react';
import type { Device } from '../../protocol/model.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './system-mark.module.css';

const pictures = { desktop: Laptop, phone: Smartphone, tablet: Tablet, other: CircleQuestionMark } as const;

/** What the customer sits at: the kind of device as a picture, the system in words. */
export function SystemMark({ device, osName }: { device: Device; osName: string }) {
  const { t } = useTranslator();
  const Picture = pictures[device];
  return (
    <span className={styles['system']} title={osName}>
      <Picture size={14} role="img" aria-label={t(`device.${device}`)} />
      <span className={styles['name']}>{osName}</span>
    </span>
  );
}
