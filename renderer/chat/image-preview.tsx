import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { MessageId } from '../../protocol/ids.ts';
import type { FileRef } from '../../protocol/model.ts';
import { readImage } from '../state/files.ts';
import { useTranslator } from '../state/translator.ts';
import { Sheet } from '../ui/sheet.tsx';
import { drawImage } from './draw-image.ts';
import styles from './image-preview.module.css';

const small = { width: 280, height: 210 };

/** The size that an image will have in the box, so that nothing jumps when it is drawn. */
function fitting(image: NonNullable<FileRef['image']>, box: { width: number; height: number }) {
  const scale = Math.min(1, box.width / image.width, box.height / image.height);
  return {
    width: Math.max(24, Math.round(image.width * scale)),
    height: Math.max(24, Math.round(image.height * scale)),
  };
}

/** Draws the image as soon as its bytes are here; says when they can't be had. */
function useDrawn(id: MessageId, file: FileRef, box: { width: number; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'drawn' | 'failed'>('coming');
  const { width, height } = box;
  useEffect(() => {
    let current = true;
    void readImage(id, file).then(async (bytes) => {
      if (!current || canvas.current === null) return;
      const drawn = bytes !== null && (await drawImage(canvas.current, bytes, { width, height }));
      if (current) setState(drawn ? 'drawn' : 'failed');
    });
    return () => {
      current = false;
    };
  }, [id, file, width, height]);
  return { canvas, state };
}

function Large({ id, file, onClose }: { id: MessageId; file: FileRef; onClose: () => void }) {
  const { t } = useTranslator();
  const { canvas } = useDrawn(id, file, { width: window.innerWidth * 0.85, height: window.innerHeight * 0.75 });
  return (
    <Sheet title={file.name} closeLabel={t('sheet.close')} onClose={onClose} width="wide" look="bare">
      <div className={styles['large']}>
        <canvas ref={canvas} role="img" aria-label={t('files.imageNamed', { name: file.name })} />
      </div>
    </Sheet>
  );
}

/** A picture in the chat, small, and large when it is pressed. */
export function ImagePreview({ id, file }: { id: MessageId; file: FileRef }) {
  const { t } = useTranslator();
  const { canvas, state } = useDrawn(id, file, small);
  const [isLarge, setLarge] = useState(false);
  if (file.image === null || state === 'failed') return null;
  return (
    <>
      <AriaButton
        className={styles['preview'] ?? ''}
        aria-label={t('files.enlarge', { name: file.name })}
        onPress={() => setLarge(true)}
        style={fitting(file.image, small)}
        data-state={state}
      >
        <canvas ref={canvas} aria-hidden />
      </AriaButton>
      {isLarge ? <Large id={id} file={file} onClose={() => setLarge(false)} /> : null}
    </>
  );
}
