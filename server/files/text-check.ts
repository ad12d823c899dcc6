import { TextDecoder } from 'node:util';

/** Control characters that no text has: all but bell to carriage return, escape (coloured logs) and the DOS end of file. */
const forbidden = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte += 1) {
  if (!(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1a && byte !== 0x1b) forbidden[byte] = 1;
}

/**
 * Looks at bytes as they pass and says in the end whether they are text: without control characters, in whatever
 * encoding; two bytes a character, as Windows writes it, are told by their mark. Markup is text, and comes back as text.
 */
export function createTextCheck() {
  let isText = true;
  let begun = false;
  let wide: TextDecoder | null = null;

  function lookWide(text: string): void {
    for (let at = 0; at < text.length && isText; at += 1) isText = forbidden[Math.min(text.charCodeAt(at), 255)] !== 1;
  }
  function decode(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): void {
    try {
      lookWide(decoder.decode(chunk, { stream }));
    } catch {
      isText = false; // half a character
    }
  }
  function begin(chunk: Uint8Array): void {
    begun = true;
    if (chunk[0] === 0xff && chunk[1] === 0xfe) wide = new TextDecoder('utf-16le', { fatal: true });
    if (chunk[0] === 0xfe && chunk[1] === 0xff) wide = new TextDecoder('utf-16be', { fatal: true });
  }
  return {
    look: (chunk: Uint8Array): void => {
      if (!isText) return;
      if (!begun) begin(chunk);
      if (wide !== null) decode(wide, chunk, true);
      else for (let at = 0; at < chunk.length && isText; at += 1) isText = forbidden[chunk[at] ?? 0] !== 1;
    },
    isText: (): boolean => {
      if (wide !== null) decode(wide, new Uint8Array(), false);
      return isText;
    },
  };
}
