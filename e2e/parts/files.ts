import { deflateSync } from 'node:zlib';
import type { Locator } from '@playwright/test';

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc(bytes: Buffer): number {
  let c = 0xffff_ffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffff_ffff) >>> 0;
}
function chunk(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(named));
  return Buffer.concat([head, named, tail]);
}

/** A picture that can be drawn: two colours, side by side. */
export function picture(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) row.set(x < width / 2 ? [59, 91, 219] : [240, 180, 60], 1 + x * 3);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

type Given = { name: string; type: string; content: Buffer };

/** Drops or pastes a file, as a browser does when one is dragged in or a screenshot is in the clipboard. */
export async function give(target: Locator, how: 'drop' | 'paste', { name, type, content }: Given): Promise<void> {
  await target.evaluate(
    (element, { how: event, file }) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
      transfer.items.add(new File([bytes], file.name, { type: file.type }));
      const shared = { bubbles: true, cancelable: true };
      if (event === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...shared, clipboardData: transfer }));
      else {
        for (const step of ['dragenter', 'dragover', 'drop']) {
          element.dispatchEvent(new DragEvent(step, { ...shared, dataTransfer: transfer }));
        }
      }
    },
    { how, file: { name, type, base64: content.toString('base64') } },
  );
}
