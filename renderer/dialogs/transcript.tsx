import { FileText, FileType, Globe } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { TranscriptFormat } from '../../preload/files-contract.ts';
import { exportTranscript } from '../state/files.ts';
import { openSheet } from '../state/perform.ts';
import { useSelection } from '../state/selection.ts';
import { useTranslator } from '../state/translator.ts';
import { Sheet } from '../ui/sheet.tsx';
import styles from './transcript.module.css';

const formats: readonly { format: TranscriptFormat; picture: typeof FileText }[] = [
  { format: 'pdf', picture: FileType },
  { format: 'html', picture: Globe },
  { format: 'text', picture: FileText },
];

/** Asks as what the conversation is to be written down; where to is asked by the system. */
export function TranscriptSheet() {
  const { t } = useTranslator();
  const id = useSelection((selection) => selection.id);
  const close = (): void => openSheet(null);
  function choose(format: TranscriptFormat): void {
    close();
    if (id !== null) void exportTranscript(id, format);
  }
  return (
    <Sheet title={t('transcript.export')} closeLabel={t('sheet.close')} onClose={close} width="narrow">
      <p className={styles['hint']}>{t('transcript.hint')}</p>
      <div className={styles['formats']}>
        {formats.map(({ format, picture: Picture }, at) => (
          <AriaButton
            key={format}
            className={styles['format'] ?? ''}
            autoFocus={at === 0}
            onPress={() => choose(format)}
          >
            <Picture size={18} aria-hidden />
            <span className={styles['words']}>
              <span className={styles['name']}>{t(`transcript.${format}`)}</span>
              <span className={styles['about']}>{t(`transcript.${format}Hint`)}</span>
            </span>
          </AriaButton>
        ))}
      </div>
    </Sheet>
  );
}
