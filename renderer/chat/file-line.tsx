import { Download, File, FileArchive, FileText, FolderOpen, Image, ShieldAlert, X } from 'lucide-react';
import { useCallback } from 'react';
import { ProgressBar } from 'react-aria-components';
import { fileSize } from '../../i18n/file-size.ts';
import type { ChatLine } from '../../preload/details-contract.ts';
import { canPreview } from '../../protocol/files.ts';
import type { FileRef } from '../../protocol/model.ts';
import { cancelFile, fetchFile, useFiles } from '../state/files.ts';
import { useTranslator } from '../state/translator.ts';
import { IconButton } from '../ui/button.tsx';
import { FileName } from './file-name.tsx';
import { ImagePreview } from './image-preview.tsx';
import styles from './file-line.module.css';

const pictures = { image: Image, document: File, text: FileText, archive: FileArchive } as const;

/** How far a file of mine has got: the bar, and the way to call it off. */
function Sending({ line, file }: { line: ChatLine; file: FileRef }) {
  const { t } = useTranslator();
  const sent = useFiles(useCallback((state) => state.sent.get(line.id), [line.id]));
  const isWaiting = line.state === 'waiting';
  const percent = Math.min(100, Math.floor(((sent ?? 0) / file.size) * 100));
  return (
    <>
      <span className={styles['about']}>
        {isWaiting
          ? t('files.waiting')
          : sent === undefined
            ? t('files.queued')
            : t('files.sending', { percent: String(percent) })}
      </span>
      <ProgressBar
        value={percent}
        aria-label={t('files.progressNamed', { name: file.name })}
        className={styles['bar'] ?? ''}
        data-waiting={isWaiting || undefined}
      >
        <span className={styles['done']} style={{ inlineSize: `${percent}%` }} />
      </ProgressBar>
    </>
  );
}

/** What is said of a file that has arrived, under its name. */
function About({ line, file }: { line: ChatLine; file: FileRef }) {
  const { t, language } = useTranslator();
  const saved = useFiles(useCallback((state) => state.saved.get(line.id), [line.id]));
  if (line.fileState === 'scanning') return <span className={styles['about']}>{t('files.scanning')}</span>;
  if (line.fileState === 'refused') return <span className={styles['bad']}>{t('files.infected')}</span>;
  const size = fileSize(language, file.size);
  if (line.state === 'refused' || saved === undefined) return <span className={styles['about']}>{size}</span>;
  return (
    <span className={styles['about']} role="status">
      {t('files.saved', { size })}
    </span>
  );
}

function Buttons({ line, file }: { line: ChatLine; file: FileRef }) {
  const { t } = useTranslator();
  const { id, requestId } = line;
  const { name } = file;
  const isSaved = useFiles(useCallback((state) => state.saved.has(id), [id]));
  const isSaving = useFiles(useCallback((state) => state.saving.has(id), [id]));
  if (line.fileState === 'uploading' && line.state !== 'refused') {
    return (
      <IconButton label={t('files.cancelNamed', { name })} hint={t('files.cancel')} onPress={() => cancelFile(id)}>
        <X size={15} aria-hidden />
      </IconButton>
    );
  }
  if (line.fileState !== 'ready') return null;
  return isSaved ? (
    <IconButton
      label={t('files.showNamed', { name })}
      hint={t('files.show')}
      onPress={() => void fetchFile('open', id, name, requestId)}
    >
      <FolderOpen size={15} aria-hidden />
    </IconButton>
  ) : (
    <IconButton
      label={t('files.saveNamed', { name })}
      hint={t('files.save')}
      isPending={isSaving}
      onPress={() => void fetchFile('save', id, name, requestId)}
    >
      <Download size={15} aria-hidden />
    </IconButton>
  );
}

/** A file in the chat: what it is, how it stands, what can be done with it; of a picture, the picture. */
export function FileBody({ line, file }: { line: ChatLine; file: FileRef }) {
  const Picture = line.fileState === 'refused' ? ShieldAlert : pictures[file.kind];
  const isSending = line.fileState === 'uploading' && line.state !== 'refused';
  return (
    <div className={styles['file']} data-state={line.fileState}>
      {line.fileState === 'ready' && canPreview(file) ? <ImagePreview id={line.id} file={file} /> : null}
      <div className={styles['row']}>
        <span className={styles['picture']} aria-hidden>
          <Picture size={18} />
        </span>
        <div className={styles['words']}>
          <FileName name={file.name} />
          {isSending ? <Sending line={line} file={file} /> : <About line={line} file={file} />}
        </div>
        <Buttons line={line} file={file} />
      </div>
    </div>
  );
}
