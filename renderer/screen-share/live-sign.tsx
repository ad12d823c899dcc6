import { ScreenShare } from 'lucide-react';
import { useView } from '../state/share-view.ts';
import styles from './live-sign.module.css';

/** A sign that the picture is live, beside the time. */
export function LiveSign() {
  const phase = useView((state) => state.phase);
  return <ScreenShare size={15} aria-hidden data-live={phase === 'live' || undefined} className={styles['sign']} />;
}
