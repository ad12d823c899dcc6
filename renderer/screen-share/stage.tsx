import { Hand, MonitorOff, Pause, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestScreenShare } from '../../preload/screen-share-contract.ts';
import { useTranslator } from '../state/translator.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Toolbar, type Size } from './toolbar.tsx';
import { lookHere, pictureShown, point, setPaused, useView } from '../state/share-view.ts';
import styles from './stage.module.css';

/** The place of the picture that the pointer is at, of 0..1 each; null beside it. */
function placeOn(video: HTMLVideoElement, event: PointerEvent): { x: number; y: number } | null {
  const box = video.getBoundingClientRect();
  const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
  const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
  const x = (event.clientX - box.left - (box.width - width) / 2) / width;
  const y = (event.clientY - box.top - (box.height - height) / 2) / height;
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
}

/** Words over the picture, or in its place, while there is nothing live to see. */
function Veil({ name }: { name: string }) {
  const { t } = useTranslator();
  const { phase, stream, pausedByCustomer, pausedByMe } = useView();
  const words = (icon: ReactNode, text: string, more?: ReactNode): ReactNode => (
    <div className={styles['veil']} data-bare={stream === null || undefined}>
      <div className={styles['words']} role="status">
        {icon}
        <p>{text}</p>
        {more}
      </div>
    </div>
  );
  if (phase === 'elsewhere') {
    return words(
      <MonitorOff size={22} aria-hidden />,
      t('screenShare.view.elsewhere'),
      <Button onPress={lookHere}>{t('screenShare.view.lookHere')}</Button>,
    );
  }
  if (phase === 'interrupted') {
    return words(
      <TriangleAlert size={22} aria-hidden />,
      t('screenShare.view.interrupted', { name }),
      <p className={styles['more']}>{t('screenShare.view.interruptedHint')}</p>,
    );
  }
  if (phase === 'reconnecting') return words(<Spinner />, t('screenShare.view.reconnecting'));
  if (phase === 'waiting') return words(<Spinner />, t('screenShare.view.connecting'));
  if (pausedByCustomer) return words(<Hand size={22} aria-hidden />, t('screenShare.view.pausedByCustomer', { name }));
  if (pausedByMe) {
    return words(
      <Pause size={22} aria-hidden />,
      t('screenShare.view.pausedByMe'),
      <Button onPress={() => setPaused(false)}>{t('screenShare.view.resume')}</Button>,
    );
  }
  return null;
}

/** The customer's screen. */
function Picture({ name, size, isPointing, onVideo }: PictureProps) {
  const { t } = useTranslator();
  const video = useRef<HTMLVideoElement>(null);
  const stream = useView((state) => state.stream);

  useEffect(() => {
    const element = video.current;
    onVideo(element);
    if (element === null || stream === null) return undefined;
    element.srcObject = stream;
    const first = element.requestVideoFrameCallback(() => void pictureShown());
    return () => element.cancelVideoFrameCallback(first);
  }, [stream, onVideo]);

  function move(event: PointerEvent, press: boolean): void {
    const place = video.current === null ? null : placeOn(video.current, event);
    point(place === null ? null : { ...place, press });
  }
  return (
    <video
      ref={video}
      className={styles['video']}
      data-size={size}
      data-pointing={isPointing || undefined}
      aria-label={t('screenShare.view.picture', { name })}
      autoPlay
      muted
      playsInline
      onPointerMove={isPointing ? (event) => move(event, false) : undefined}
      onPointerDown={isPointing ? (event) => move(event, true) : undefined}
      onPointerLeave={isPointing ? () => point(null) : undefined}
    />
  );
}
type PictureProps = {
  name: string;
  size: Size;
  isPointing: boolean;
  onVideo: (video: HTMLVideoElement | null) => void;
};

/** The picture with its tools. */
export function Stage({ details, share }: { details: RequestDetails; share: RequestScreenShare }) {
  const [size, setSize] = useState<Size>('fit');
  const [isPointing, setPointing] = useState(true);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const name = details.row.customerName;
  return (
    <>
      <Toolbar
        {...{ details, share, video, size, isPointing }}
        onSize={setSize}
        onPointing={(on) => {
          if (!on) point(null);
          setPointing(on);
        }}
      />
      <div className={styles['stage']} data-size={size}>
        <Picture name={name} size={size} isPointing={isPointing} onVideo={setVideo} />
        <Veil name={name} />
      </div>
    </>
  );
}
