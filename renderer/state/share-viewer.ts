import { formatControl, parseControl, type ScreenShareControl } from '../../protocol/screen-share-control.ts';
import type { ScreenShareId } from '../../protocol/ids.ts';
import type { IceServers, ScreenShareSignal, ScreenShareSignalBody } from '../../protocol/screen-share.ts';

/** How the picture stands. elsewhere: another window of the same technician looks on. */
export type Phase = 'waiting' | 'live' | 'reconnecting' | 'interrupted' | 'elsewhere';

export type ViewerParts = {
  id: ScreenShareId;
  servers: () => Promise<IceServers | null>;
  send: (signal: ScreenShareSignal) => void;
  onStream: (stream: MediaStream | null) => void;
  onPhase: (phase: Phase) => void;
  onControl: (control: ScreenShareControl) => void;
};
export type Viewer = ReturnType<typeof createViewer>;

/** An offer is on its way from the customer's page as soon as the customer agrees: so long it is waited for. */
const firstAskMs = 1_200;
const askEveryMs = 2_500;

type Attempt = { pc: RTCPeerConnection; round: string; from: string; early: RTCIceCandidateInit[]; isReady: boolean };

/**
 * The looking side of the built-in view. It never offers: it says that it is there, as often as it takes, and answers
 * the offer that comes. Each offer begins anew, so a page, a relay or a window that comes back needs nothing from before.
 */
export function createViewer({ id, servers, send, onStream, onPhase, onControl }: ViewerParts) {
  const peer = crypto.randomUUID();
  let attempt: Attempt | null = null;
  let channel: RTCDataChannel | null = null;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let known: Promise<IceServers | null> | null = null;
  let isEnded = false;

  const say = (to: string | null, body: ScreenShareSignalBody): void => send({ id, from: peer, to, body });

  function ask(afterMs: number): void {
    clearTimeout(asking);
    if (isEnded) return;
    asking = setTimeout(() => {
      say(null, { kind: 'ready' });
      ask(askEveryMs);
    }, afterMs);
  }

  function drop(): void {
    attempt?.pc.close();
    attempt = null;
    channel = null;
  }

  function lost(phase: Phase): void {
    drop();
    onPhase(phase);
    ask(askEveryMs);
  }

  function listenTo(mine: Attempt): void {
    const { pc, from, round } = mine;
    pc.onicecandidate = ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      const { sdpMid, sdpMLineIndex } = candidate;
      say(from, { kind: 'candidate', round, candidate: candidate.candidate, sdpMid, sdpMLineIndex });
    };
    pc.ontrack = ({ track, streams, receiver }) => {
      // What the customer does should be seen at once; smoothness is for films.
      receiver.jitterBufferTarget = 0;
      onStream(streams[0] ?? new MediaStream([track]));
    };
    pc.ondatachannel = (event) => {
      channel = event.channel;
      channel.onmessage = ({ data }) => {
        const control = parseControl(data);
        if (control !== null) onControl(control);
      };
      // The customer's page closes it by going away, seconds before the connection itself is missed.
      channel.onclose = () => mine === attempt && lost('interrupted');
    };
    pc.onconnectionstatechange = () => {
      if (mine !== attempt) return;
      if (pc.connectionState === 'connected') {
        clearTimeout(asking);
        onPhase('live');
      } else if (pc.connectionState === 'disconnected') onPhase('reconnecting');
      else if (pc.connectionState === 'failed') lost('reconnecting');
    };
  }

  async function answer(from: string, round: string, sdp: string): Promise<void> {
    known ??= servers();
    const found = await known;
    // The next attempt asks anew: credentials lapse.
    known = null;
    if (isEnded) return;
    clearTimeout(asking);
    drop();
    const pc = new RTCPeerConnection({
      iceServers: found?.servers ?? [],
      iceTransportPolicy: found?.relayOnly === true ? 'relay' : 'all',
    });
    const mine: Attempt = { pc, round, from, early: [], isReady: false };
    attempt = mine;
    listenTo(mine);
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription();
    if (mine !== attempt) return;
    say(from, { kind: 'answer', round, sdp: pc.localDescription?.sdp ?? '' });
    mine.isReady = true;
    for (const candidate of mine.early.splice(0)) await pc.addIceCandidate(candidate);
    // If nothing comes of it, what is asked for again begins anew.
    ask(askEveryMs * 4);
  }

  async function hear({ from, to, body }: ScreenShareSignal): Promise<void> {
    if (body.kind === 'interrupted') return attempt?.from === from ? lost('interrupted') : undefined;
    if (body.kind === 'offer') {
      if (to === null || to === peer) return answer(from, body.round, body.sdp);
      drop();
      clearTimeout(asking);
      onStream(null);
      return onPhase('elsewhere');
    }
    if (body.kind !== 'candidate' || attempt === null || attempt.round !== body.round) return;
    const { candidate, sdpMid, sdpMLineIndex } = body;
    if (attempt.isReady) await attempt.pc.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
    else attempt.early.push({ candidate, sdpMid, sdpMLineIndex });
  }

  return {
    /** Gets the servers ready before they are needed. */
    prepare: (): void => {
      known ??= servers();
    },
    /** The customer agreed: an offer comes, or is asked for. */
    begin: (): void => {
      if (attempt === null) ask(firstAskMs);
    },
    /** Looks on here rather than elsewhere. */
    takeOver: (): void => {
      onPhase('waiting');
      ask(0);
    },
    hear,
    control: (control: ScreenShareControl): void => {
      if (channel?.readyState === 'open') channel.send(formatControl(control));
    },
    end: (): void => {
      isEnded = true;
      clearTimeout(asking);
      drop();
    },
  };
}
