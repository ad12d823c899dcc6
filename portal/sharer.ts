import { formatControl, parseControl, type ScreenShareControl } from '../protocol/screen-share-control.ts';
import type { ScreenShareId } from '../protocol/ids.ts';
import type { IceServers, ScreenShareSignal, ScreenShareSignalBody } from '../protocol/screen-share.ts';

/** What a still picture of text needs: sharp, even if that costs frames. */
const framesPerSecond = 15;
const mostBitsPerSecond = 2_500_000;
const missingMs = 4_000;

export type SharerParts = {
  id: ScreenShareId;
  stream: MediaStream;
  servers: () => Promise<IceServers | null>;
  send: (signal: ScreenShareSignal) => void;
  newId: () => string;
  onControl: (control: ScreenShareControl) => void;
};
export type Sharer = ReturnType<typeof createSharer>;

type Attempt = { pc: RTCPeerConnection; round: string; isAnswered: boolean; early: RTCIceCandidateInit[] };

/** What the customer's browser may show, chosen by the customer in the browser's own window; only on the customer's click. */
export const captureScreen = (): Promise<MediaStream> =>
  navigator.mediaDevices.getDisplayMedia({
    video: { frameRate: { max: framesPerSecond }, width: { max: 2_560 }, height: { max: 1_600 } },
    audio: false,
  });

/**
 * The showing side of the built-in view: offers the picture to whoever of the technician's windows says that it is
 * there, anew after each loss. The picture goes from browser to console; the relay only helps them to find each other.
 */
export function createSharer({ id, stream, servers, send, newId, onControl }: SharerParts) {
  const peer = newId();
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new Error('a captured screen has a picture');
  track.contentHint = 'detail';
  const paused = { here: false, there: false };
  let attempt: Attempt | null = null;
  let channel: RTCDataChannel | null = null;
  let missing: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;

  const say = (to: string | null, body: ScreenShareSignalBody): void => send({ id, from: peer, to, body });

  function applyPause(): void {
    if (track !== undefined) track.enabled = !paused.here && !paused.there;
  }
  function drop(): void {
    clearTimeout(missing);
    attempt?.pc.close();
    attempt = null;
    channel = null;
  }

  async function limit(sender: RTCRtpSender): Promise<void> {
    const parameters = sender.getParameters();
    parameters.degradationPreference = 'maintain-resolution';
    for (const encoding of parameters.encodings) {
      Object.assign(encoding, { maxFramerate: framesPerSecond, maxBitrate: mostBitsPerSecond });
    }
    await sender.setParameters(parameters);
  }

  function openChannel(pc: RTCPeerConnection): void {
    const opened = pc.createDataChannel('control');
    opened.onopen = () => {
      if (paused.here) opened.send(formatControl({ kind: 'pause', paused: true }));
    };
    opened.onmessage = ({ data }) => {
      const control = parseControl(data);
      if (control?.kind === 'pause') {
        paused.there = control.paused;
        applyPause();
      }
      if (control !== null) onControl(control);
    };
    channel = opened;
  }

  function follow(mine: Attempt, to: string | null): void {
    const { pc, round } = mine;
    pc.onicecandidate = ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      const { sdpMid, sdpMLineIndex } = candidate;
      say(to, { kind: 'candidate', round, candidate: candidate.candidate, sdpMid, sdpMLineIndex });
    };
    pc.onconnectionstatechange = () => {
      if (mine !== attempt) return;
      clearTimeout(missing);
      if (pc.connectionState === 'disconnected') missing = setTimeout(() => void offer(null), missingMs);
      if (pc.connectionState === 'failed') void offer(null);
    };
  }

  /** Begins anew with one of the technician's windows, or with whichever is there. */
  async function offer(to: string | null): Promise<void> {
    drop();
    paused.there = false;
    applyPause();
    const found = await servers();
    if (isEnded || track === undefined) return;
    drop();
    const pc = new RTCPeerConnection({
      iceServers: found?.servers ?? [],
      iceTransportPolicy: found?.relayOnly === true ? 'relay' : 'all',
    });
    const mine: Attempt = { pc, round: newId(), isAnswered: false, early: [] };
    attempt = mine;
    follow(mine, to);
    openChannel(pc);
    const sender = pc.addTrack(track, stream);
    await pc.setLocalDescription();
    say(to, { kind: 'offer', round: mine.round, sdp: pc.localDescription?.sdp ?? '' });
    await limit(sender);
  }

  async function hear({ from, to, body }: ScreenShareSignal): Promise<void> {
    if (body.kind === 'ready') return offer(from);
    if (to !== peer || attempt === null || !('round' in body) || body.round !== attempt.round) return;
    const mine = attempt;
    if (body.kind === 'answer' && !mine.isAnswered) {
      mine.isAnswered = true;
      await mine.pc.setRemoteDescription({ type: 'answer', sdp: body.sdp });
      for (const candidate of mine.early.splice(0)) await mine.pc.addIceCandidate(candidate);
    }
    if (body.kind !== 'candidate') return;
    const { candidate, sdpMid, sdpMLineIndex } = body;
    if (mine.pc.remoteDescription === null) mine.early.push({ candidate, sdpMid, sdpMLineIndex });
    else await mine.pc.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
  }

  return {
    offer: (): Promise<void> => offer(null),
    hear,
    setPaused: (on: boolean): void => {
      paused.here = on;
      applyPause();
      if (channel?.readyState === 'open') channel.send(formatControl({ kind: 'pause', paused: on }));
    },
    paused: (): Readonly<{ here: boolean; there: boolean }> => paused,
    /** Tells that the page goes away; what is shown ends with it. */
    leave: (): void => say(null, { kind: 'interrupted' }),
    end: (): void => {
      isEnded = true;
      drop();
      for (const each of stream.getTracks()) each.stop();
    },
  };
}
