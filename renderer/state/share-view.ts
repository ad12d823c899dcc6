import { create } from 'zustand';
import type { RequestDetails } from '../../preload/details-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { isScreenShareOpen } from '../../protocol/lifecycle.ts';
import type { ScreenShareControl } from '../../protocol/screen-share-control.ts';
import { bridge } from '../bridge.ts';
import { useAccount } from './account.ts';
import { useConnection } from './connection.ts';
import { createReader } from './latest.ts';
import { isOk } from './refusals.ts';
import { useSettings } from './settings.ts';
import { createViewer, type Phase, type Viewer } from './share-viewer.ts';
import { listen, readStart } from './start.ts';

type ViewState = {
  details: RequestDetails | null;
  phase: Phase;
  stream: MediaStream | null;
  pausedByCustomer: boolean;
  pausedByMe: boolean;
  /** The last snapshot: on its way, or in the chat. */
  snapshot: 'none' | 'sending' | 'sent';
};

/** What the Screen sharing window shows. */
export const useView = create<ViewState>(() => ({
  details: null,
  phase: 'waiting',
  stream: null,
  pausedByCustomer: false,
  pausedByMe: false,
  snapshot: 'none',
}));

/** The request that this window belongs to. */
const requestId = Number(new URLSearchParams(location.search).get('request')) as RequestId;

let viewer: { id: string; viewer: Viewer } | null = null;

function heard(control: ScreenShareControl): void {
  if (control.kind === 'pause') useView.setState({ pausedByCustomer: control.paused });
}

/** Keeps the connection in step with the session: one for each, none when it is over. */
function follow(details: RequestDetails | null): void {
  const share = details?.screenShare ?? null;
  const isOpen = share !== null && isScreenShareOpen(share.state) && share.client.kind === 'built-in';
  if (viewer !== null && (!isOpen || viewer.id !== share.id)) {
    viewer.viewer.end();
    viewer = null;
    useView.setState({ phase: 'waiting', stream: null, pausedByCustomer: false, pausedByMe: false });
  }
  if (!isOpen) return;
  if (viewer === null) {
    const made = createViewer({
      id: share.id,
      servers: async () => {
        const answer = await bridge.call('screenShare.servers', { id: share.id });
        return answer.ok ? answer.value : null;
      },
      send: (signal) => void bridge.call('screenShare.signal', signal),
      onStream: (stream) => useView.setState({ stream, pausedByCustomer: false, pausedByMe: false }),
      onPhase: (phase) => useView.setState({ phase }),
      onControl: heard,
    });
    viewer = { id: share.id, viewer: made };
    made.prepare();
  }
  if (share.state !== 'requested') viewer.viewer.begin();
}

/** Reads the request again. */
const refresh = createReader(async () => {
  const details = await bridge.call('request.read', { id: requestId });
  useView.setState({ details });
  follow(details);
});

/** Fills the stores that this window looks at, and follows its request; resolves when there is something to show. */
export async function openView(): Promise<void> {
  const isFilled = readStart();
  listen(
    {
      'settings.changed': (settings) => useSettings.setState({ settings }),
      'account.changed': (account) => useAccount.setState(account, true),
      'connection.changed': (connection) => useConnection.setState(connection, true),
    },
    isFilled,
  );
  await isFilled;
  bridge.on('requests.changed', ({ ids }) => {
    if (ids === null || ids.includes(requestId)) void refresh();
  });
  bridge.on('screenShare.signalled', (signal) => {
    if (viewer?.id === signal.id) void viewer.viewer.hear(signal);
  });
  await refresh();
}

/** What broke in this window is for main's log. */
export function reportFailure(error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  void bridge.call('page.failed', { message: message.slice(0, 10_000) });
}

export const setFullScreen = (on: boolean): void => void bridge.call('screenShare.fullScreen', { id: requestId, on });

/** The first picture of this connection is on screen: the session is under way. */
export async function pictureShown(): Promise<void> {
  const share = useView.getState().details?.screenShare;
  performance.mark('first-picture');
  if (share?.state !== 'accepted') return;
  isOk(await bridge.call('screenShare.report', { id: share.id, report: { kind: 'connected' } }), requestId);
}

/** Points at a place of the picture, of 0..1 each; null: no longer. */
export function point(place: { x: number; y: number; press: boolean } | null): void {
  viewer?.viewer.control(place === null ? { kind: 'unpoint' } : { kind: 'point', ...place });
}

/** Asks the customer's page to send no picture for a while, or to go on. */
export function setPaused(paused: boolean): void {
  viewer?.viewer.control({ kind: 'pause', paused });
  useView.setState({ pausedByMe: paused });
}

export const lookHere = (): void => viewer?.viewer.takeOver();

/** Sends what is on screen into the chat, as a picture in the size it came in. */
export async function takeSnapshot(video: HTMLVideoElement): Promise<void> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  useView.setState({ snapshot: 'sending' });
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  const png = new Uint8Array(await blob.arrayBuffer());
  const isSent = isOk(await bridge.call('screenShare.snapshot', { id: requestId, png }), requestId);
  useView.setState({ snapshot: isSent ? 'sent' : 'none' });
}
