import { extensionOf, longestFileName } from '../../protocol/files.ts';

/** Names that mean a device on Windows, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)$/i;

/**
 * A file's name as everybody will see it and as any system can store it: the last part of a path, without characters that
 * cannot be seen or that turn the direction of writing, without what a file system forbids, not too long. The last
 * extension is always kept, and stays at the end: "invoice.pdf.exe" says that it is an exe.
 */
export function safeName(raw: string): string {
  const lastPart = raw.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const visible = lastPart.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').replaceAll(/[\s\p{Zs}]+/gu, ' ');
  const storable = visible.replaceAll(/[<>:"|?*]/g, '_').replace(/^[. ]+|[. ]+$/g, '');
  const extension = extensionOf(storable);
  const base = extension === '' ? storable : storable.slice(0, -extension.length - 1).trimEnd();
  const whole = reserved.test(base.split('.')[0]?.trim() ?? '') ? `_${base}` : base;
  const short = cut(whole, longestFileName - extension.length - 1);
  return `${short === '' ? 'file' : short}${extension === '' ? '' : `.${extension}`}`;
}

/** At most so many UTF-16 units, never half a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, Math.max(0, most)).toWellFormed().replaceAll('\uFFFD', '').trimEnd();
