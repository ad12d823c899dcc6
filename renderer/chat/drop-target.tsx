import { Upload } from 'lucide-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { sendFiles } from '../state/files.ts';
import { useCanUpload } from '../state/possible.ts';
import { useSelection } from '../state/selection.ts';
import { useTranslator } from '../state/translator.ts';
import styles from './drop-target.module.css';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Where files can be dropped: all of a request's Details, while its state takes them. */
export function DropTarget({ children }: { children: ReactNode }) {
  const { t } = useTranslator();
  const canUpload = useCanUpload();
  const row = useSelection(({ details }) => details?.row ?? null);
  const [isOver, setOver] = useState(false);
  // Entering a child comes before leaving its parent: only when all were left is nobody over it any more.
  const depth = useRef(0);

  function move(event: DragEvent, by: 1 | -1): void {
    if (!hasFiles(event)) return;
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  }
  function onDragOver(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = canUpload ? 'copy' : 'none';
  }
  function onDrop(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    if (canUpload && row !== null) void sendFiles(row.id, [...event.dataTransfer.files]);
  }
  return (
    <div
      className={styles['target']}
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      {children}
      {isOver && row !== null ? (
        <div className={styles['over']} data-possible={canUpload || undefined}>
          <Upload size={24} aria-hidden />
          <p>{canUpload ? t('files.dropHere', { name: row.customerName }) : t('files.dropNotNow')}</p>
        </div>
      ) : null}
    </div>
  );
}
