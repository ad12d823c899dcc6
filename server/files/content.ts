import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { disableTypes, imageSize, types } from 'image-size';
import { kindOfExtension, type FileExtension } from '../../protocol/files.ts';
import type { FileRef } from '../../protocol/model.ts';
import { bytesOf, type Bytes } from './bytes.ts';
import { oleNames } from './ole-names.ts';
import { createTextCheck } from './text-check.ts';
import { zipNames } from './zip-names.ts';

type Fits = (file: Bytes) => Promise<boolean>;

/** The first of these texts, one byte a character, is what the file begins with. */
const begins =
  (...marks: string[]): Fits =>
  async (file) => {
    const head = (await file.read(0, 16)).toString('latin1');
    return marks.some((mark) => head.startsWith(mark));
  };

/** Two letters are too few to tell: the size of the second head must be one of those there are. */
const isBmp: Fits = async (file) => {
  const head = await file.read(0, 18);
  const known = [12, 16, 40, 52, 56, 64, 108, 124];
  return head.length === 18 && head.toString('latin1', 0, 2) === 'BM' && known.includes(head.readUInt32LE(14));
};
const isPdf: Fits = async (file) =>
  /^(\u00ef\u00bb\u00bf)?\s{0,64}%PDF-\d/.test((await file.read(0, 128)).toString('latin1'));
const isHeic: Fits = async (file) =>
  /^....ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/s.test((await file.read(0, 12)).toString('latin1'));
const isZip = begins('PK\u0003\u0004', 'PK\u0005\u0006');

/** An office document: a zip that holds the parts of one. */
const isOfficeZip =
  (folder: string): Fits =>
  async (file) => {
    const names = (await isZip(file)) ? await zipNames(file) : null;
    return names !== null && names.includes('[Content_Types].xml') && names.some((name) => name.startsWith(folder));
  };
/** An open document says first of all, and not packed, what it is. */
const isOdt: Fits = async (file) => {
  const head = (await file.read(0, 128)).toString('latin1');
  return (
    head.startsWith('PK\u0003\u0004') && head.slice(30).startsWith('mimetypeapplication/vnd.oasis.opendocument.text')
  );
};
const isOle =
  (...streams: string[]): Fits =>
  async (file) =>
    (await oleNames(file))?.some((name) => streams.includes(name)) ?? false;

const isJpeg = begins('\u00ff\u00d8\u00ff');
const isTiff = begins('II*\u0000', 'MM\u0000*', 'II+\u0000', 'MM\u0000+');
const isPowerPoint = isOle('PowerPoint Document');

/** By extension, what a file's content must be; text is told by all of it, as it passes. */
const contents: Readonly<Record<Exclude<FileExtension, 'txt' | 'log' | 'cfg'>, Fits>> = {
  jpeg: isJpeg,
  jpg: isJpeg,
  png: begins('\u0089PNG\r\n\u001a\n'),
  gif: begins('GIF87a', 'GIF89a'),
  bmp: isBmp,
  tiff: isTiff,
  tif: isTiff,
  heic: isHeic,
  pdf: isPdf,
  doc: isOle('WordDocument'),
  docx: isOfficeZip('word/'),
  odt: isOdt,
  xls: isOle('Workbook', 'Book'),
  xlsx: isOfficeZip('xl/'),
  ppt: isPowerPoint,
  pptx: isOfficeZip('ppt/'),
  pps: isPowerPoint,
  ppsx: isOfficeZip('ppt/'),
  rar: begins('Rar!\u001a\u0007\u0000', 'Rar!\u001a\u0007\u0001\u0000'),
  zip: isZip,
};

// Only formats whose size is told by a plain head; what is decoded is never decoded here.
const measured: readonly string[] = ['jpg', 'png', 'gif', 'bmp'];
disableTypes(types.filter((type) => !measured.includes(type)));
const measuredHead = 512 * 1024;

async function dimensionsOf(file: Bytes): Promise<FileRef['image']> {
  try {
    const { width, height, orientation = 1 } = imageSize(await file.read(0, measuredHead));
    if (width < 1 || height < 1) return null;
    // From the fifth on the camera was held upright: browsers turn the picture.
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return null; // a head that says nothing: the file is as good, it has no preview
  }
}

export type Content = { hash: string; fits: boolean; image: FileRef['image'] };

/** Reads a file once: the SHA-256 of its bytes (hex), whether they are what the extension says, and an image's size. */
export async function inspect(path: string, extension: FileExtension): Promise<Content> {
  const hash = createHash('sha256');
  const text = createTextCheck();
  const isTextKind = kindOfExtension[extension] === 'text';
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (isTextKind) text.look(chunk);
  }
  await using file = await open(path);
  const bytes = bytesOf(file, (await file.stat()).size);
  const fits = isTextKind ? text.isText() : await contents[extension as keyof typeof contents](bytes);
  const isImage = fits && kindOfExtension[extension] === 'image';
  return { hash: hash.digest('hex'), fits, image: isImage ? await dimensionsOf(bytes) : null };
}
