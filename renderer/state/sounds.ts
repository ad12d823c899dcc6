import message from '../../resources/sounds/message.wav';
import offered from '../../resources/sounds/offered.wav';
import request from '../../resources/sounds/request.wav';
import type { NotificationKind } from '../../preload/desktop-contract.ts';
import { bridge } from '../bridge.ts';

const files: Readonly<Record<NotificationKind, string>> = { request, offered, message };

let player: HTMLAudioElement | null = null;

/** Plays the sound of an event, in place of one that still plays; rejects if the system has nothing to play it on. */
export async function playSound(sound: NotificationKind, volume: number): Promise<void> {
  if (player === null) {
    player = document.createElement('audio');
    document.body.append(player);
  }
  player.src = files[sound];
  player.volume = volume;
  await player.play();
}

/** Plays what main asks for: it decides what is heard, and has no way to make it heard. */
export function playSounds(): () => void {
  return bridge.on('sound.wanted', ({ sound, volume }) => {
    playSound(sound, volume).catch((error: unknown) => {
      // A newer sound came in its place.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      void bridge.call('page.failed', { message: `sound: ${String(error)}` });
    });
  });
}
