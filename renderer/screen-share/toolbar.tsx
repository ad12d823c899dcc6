import { Camera, Maximize, Minimize, MousePointer2, Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestScreenShare } from '../../preload/screen-share-contract.ts';
import { useOnline } from '../state/connection.ts';
import { endScreenShare } from '../state/screen-share.ts';
import { useTranslator } from '../state/translator.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Timer } from './session-card.tsx';
import { sessionTitle } from './session-text.ts';
import { LiveSign } from './live-sign.tsx';
import { setFullScreen, setPaused, takeSnapshot, useView } from '../state/share-view.ts';
import styles from './toolbar.module.css';

export type Size = 'fit' | 'actual';
export type ToolbarProps = {
  details: RequestDetails;
  share: RequestScreenShare;
  video: HTMLVideoElement | null;
  size: Size;
  onSize: (size: Size) => void;
  isPointing: boolean;
  onPointing: (on: boolean) => void;
};

/** Escape leads back from full screen. */
function useFullScreen(): [boolean, (on: boolean) => void] {
  const [isOn, setOn] = useState(false);
  const change = (on: boolean): void => {
    setOn(on);
    setFullScreen(on);
  };
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && isOn) change(false);
      if (event.key === 'F11') change(!isOn);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  });
  return [isOn, change];
}

function Snapshot({ video }: Pick<ToolbarProps, 'video'>) {
  const { t } = useTranslator();
  const { phase, snapshot } = useView();
  return (
    <>
      <Button
        icon={<Camera size={15} aria-hidden />}
        isDisabled={video === null || phase !== 'live'}
        isPending={snapshot === 'sending'}
        onPress={() => video !== null && void takeSnapshot(video)}
      >
        {t('screenShare.view.snapshot')}
      </Button>
      <span role="status" className={styles['said']}>
        {snapshot === 'sent' ? t('screenShare.view.snapshotSent') : ''}
      </span>
    </>
  );
}

/** What can be done with the picture. */
export function Toolbar({ details, share, video, size, onSize, isPointing, onPointing }: ToolbarProps) {
  const translator = useTranslator();
  const { t } = translator;
  const [isFull, setFull] = useFullScreen();
  const { phase, pausedByMe } = useView();
  const isOnline = useOnline();
  // What is not on screen at the moment is not said to be seen.
  const title =
    phase === 'live' || share.state !== 'active'
      ? sessionTitle(translator, share, details)
      : t('screenShare.view.picture', { name: details.row.customerName });
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t('screenShare.window')}>
      <div className={styles['title']}>
        <LiveSign />
        <h1 className={styles['words']}>{title}</h1>
        <Timer share={share} />
      </div>
      <Snapshot video={video} />
      <IconButton label={t('screenShare.view.point')} aria-pressed={isPointing} onPress={() => onPointing(!isPointing)}>
        <MousePointer2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t(pausedByMe ? 'screenShare.view.resume' : 'screenShare.view.pause')}
        isDisabled={phase !== 'live'}
        onPress={() => setPaused(!pausedByMe)}
      >
        {pausedByMe ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
      </IconButton>
      <Segmented
        label={t('screenShare.view.size')}
        options={(['fit', 'actual'] as const).map((id) => ({ id, text: t(`screenShare.view.${id}`) }))}
        value={size}
        onChange={onSize}
      />
      <IconButton
        label={t(isFull ? 'screenShare.view.leaveFullScreen' : 'screenShare.view.fullScreen')}
        aria-pressed={isFull}
        onPress={() => setFull(!isFull)}
      >
        {isFull ? <Minimize size={16} aria-hidden /> : <Maximize size={16} aria-hidden />}
      </IconButton>
      <Button look="danger" isDisabled={!isOnline} onPress={() => void endScreenShare(details.row.id, share.id)}>
        {t('screenShare.end')}
      </Button>
    </div>
  );
}
