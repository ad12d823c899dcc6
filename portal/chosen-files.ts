import { allowedExtension, extensionsFor, type FileSender } from '../protocol/files.ts';
import type { Refusal } from '../protocol/errors.ts';

/** The system that this page runs on, as far as files go: iPads call themselves Macs, but no Mac has a touch screen. */
const ownSender = (): FileSender => {
  const { userAgent, maxTouchPoints } = navigator;
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return { kind: 'customer', os: isIos ? 'ios' : 'other' };
};

/** For people to read: what may be sent from this device. */
export const allowedHere = (): string => extensionsFor(ownSender()).join(', ');

/** For the browser's own choice of files. */
export const acceptHere = (): string =>
  extensionsFor(ownSender())
    .map((extension) => `.${extension}`)
    .join(',');

/** What can be told of a file without the relay; null if it may go. */
export function objectionHere({ name, size }: Pick<File, 'name' | 'size'>): Refusal | null {
  if (size === 0) return { ok: false, code: 'file-empty' };
  if (allowedExtension(name, ownSender()) !== null) return null;
  return { ok: false, code: 'file-type-not-allowed', details: { extensions: allowedHere() } };
}
