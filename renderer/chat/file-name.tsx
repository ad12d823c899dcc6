import { extensionOf } from '../../protocol/files.ts';
import styles from './file-name.module.css';

/** A file's name on one line. What is too long is cut before its extension, which nobody is to overlook. */
export function FileName({ name }: { name: string }) {
  const extension = extensionOf(name);
  const end = extension === '' ? 0 : Math.min(name.length, extension.length + 1 + 4);
  const base = name.slice(0, name.length - end);
  return (
    <bdi className={styles['name']} title={name}>
      <span className={styles['base']}>{base}</span>
      <span className={styles['end']}>{name.slice(name.length - end)}</span>
    </bdi>
  );
}
