import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/places.ts';

// Makes the sounds of notifications: `node scripts/sounds.ts`. Struck bars, in pure intervals on A: rising for a request
// that waits, three notes for one that is handed over, a single soft one for a message.

const rate = 22_050;

type Note = {
  /** Hz. */
  pitch: number;
  /** Seconds from the start. */
  at: number;
  /** Of 0..1. */
  loud: number;
};
type Sound = { name: string; seconds: number; notes: readonly Note[] };

const a = 440;
const sounds: readonly Sound[] = [
  {
    name: 'request',
    seconds: 0.9,
    notes: [
      { pitch: a * (3 / 2), at: 0, loud: 0.7 },
      { pitch: a * 2, at: 0.16, loud: 0.8 },
    ],
  },
  {
    name: 'offered',
    seconds: 1.1,
    notes: [
      { pitch: a * 2, at: 0, loud: 0.65 },
      { pitch: a * (5 / 3), at: 0.15, loud: 0.65 },
      { pitch: a * (5 / 2), at: 0.3, loud: 0.75 },
    ],
  },
  { name: 'message', seconds: 0.5, notes: [{ pitch: a * (4 / 3), at: 0, loud: 0.6 }] },
];

/** A struck bar: its ground tone, and overtones that are gone sooner. */
function sampleOf({ pitch, at, loud }: Note, time: number): number {
  const since = time - at;
  if (since < 0) return 0;
  const attack = Math.min(1, since / 0.004);
  const partial = (times: number, part: number, fade: number): number =>
    part * Math.exp(-since * fade) * Math.sin(2 * Math.PI * pitch * times * since);
  return loud * attack * (partial(1, 0.7, 6) + partial(2, 0.2, 9) + partial(3.9, 0.1, 22));
}

function wav({ seconds, notes }: Sound): Buffer {
  const count = Math.round(seconds * rate);
  const data = Buffer.alloc(count * 2);
  for (let n = 0; n < count; n += 1) {
    const time = n / rate;
    const end = Math.min(1, (seconds - time) / 0.05);
    const sample = end * notes.reduce((sum, note) => sum + sampleOf(note, time), 0);
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), n * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // uncompressed
  head.writeUInt16LE(1, 22); // one channel
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

const folder = path.join(root, 'resources/sounds');
mkdirSync(folder, { recursive: true });
for (const sound of sounds) writeFileSync(path.join(folder, `${sound.name}.wav`), wav(sound));
