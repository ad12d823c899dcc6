import type { Translate } from '../i18n/translate.ts';
import type { ScreenShareControl } from '../protocol/screen-share-control.ts';
import { h } from './elements.ts';

type Pointing = Extract<ScreenShareControl, { kind: 'point' | 'unpoint' }>;
type CaptureTrack = MediaStreamTrack & { getCaptureHandle?: () => { handle?: string } | null };
type CaptureDevices = MediaDevices & { setCaptureHandleConfig?: (config: { handle: string }) => void };

/**
 * Where the technician points. On this very page, if that is what is shared; otherwise on a small picture of what the
 * technician sees, since a page can draw nowhere else.
 */
export function createPointing(t: Translate) {
  const video = h('video', { muted: true, playsinline: true, tabindex: -1, 'aria-hidden': 'true' });
  const dot = h('span', { class: 'share-dot', hidden: true });
  const words = h('p', { class: 'share-points' });
  const element = h(
    'div',
    { class: 'share-mirror', hidden: true },
    h('div', { class: 'share-picture' }, video, dot),
    words,
  );
  const onPage = h('span', { class: 'share-dot share-dot-page', hidden: true });
  let isThisPage = false;

  function place(at: HTMLElement, { x, y, press }: Extract<Pointing, { kind: 'point' }>): void {
    at.hidden = false;
    at.style.left = `${x * 100}%`;
    at.style.top = `${y * 100}%`;
    at.classList.toggle('pressed', press);
  }

  return {
    element,
    start: (stream: MediaStream): void => {
      const handle = crypto.randomUUID();
      (navigator.mediaDevices as CaptureDevices).setCaptureHandleConfig?.({ handle });
      const track = stream.getVideoTracks()[0] as CaptureTrack | undefined;
      isThisPage = track?.getCaptureHandle?.()?.handle === handle;
      video.muted = true;
      video.srcObject = stream;
      if (isThisPage) document.body.append(onPage);
    },
    show: (pointing: Pointing, name: string): void => {
      if (pointing.kind === 'unpoint') {
        dot.hidden = true;
        onPage.hidden = true;
        return;
      }
      if (isThisPage) return place(onPage, pointing);
      element.hidden = false;
      words.textContent = t('portal.share.points', { name });
      if (video.paused) void video.play().catch(() => undefined); // without the picture the dot still says roughly where
      place(dot, pointing);
    },
    end: (): void => {
      video.srcObject = null;
      element.hidden = true;
      dot.hidden = true;
      onPage.hidden = true;
      onPage.remove();
    },
  };
}
